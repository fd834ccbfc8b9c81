using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Client;

/// <summary>Projects, their ontologies, batches and figures. Reading needs the scope <c>read</c>, changing <c>write</c>.</summary>
public sealed class ProjectCalls
{
    private readonly Connection connection;

    internal ProjectCalls(Connection connection) => this.connection = connection;

    /// <summary>Starting points for new projects.</summary>
    public Task<IReadOnlyList<ProjectTemplate>> TemplatesAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<ProjectTemplate>>("api/templates", ct);

    /// <summary>All projects, newest first.</summary>
    public IAsyncEnumerable<ProjectSummary> ListAsync(ProjectState? state = null, CancellationToken ct = default) => Paging.AllAsync(
        (cursor, token) => connection.GetAsync<Page<ProjectSummary>>(Query.With("api/projects", ("state", state), ("cursor", cursor)), token), ct);

    public Task<ProjectDetail> ReadAsync(ProjectId project, CancellationToken ct = default) => connection.GetAsync<ProjectDetail>($"api/projects/{project}", ct);

    public Task<ProjectDetail> CreateAsync(NewProject project, CancellationToken ct = default) => connection.PostAsync<ProjectDetail>("api/projects", project, ct);

    public Task<ProjectStats> StatsAsync(ProjectId project, CancellationToken ct = default) => connection.GetAsync<ProjectStats>($"api/projects/{project}/stats", ct);

    /// <summary>The newest thousand batches.</summary>
    public Task<IReadOnlyList<BatchSummary>> BatchesAsync(ProjectId project, CancellationToken ct = default) =>
        connection.GetAsync<IReadOnlyList<BatchSummary>>($"api/projects/{project}/batches", ct);

    public Task<IReadOnlyList<OntologyVersion>> OntologiesAsync(ProjectId project, CancellationToken ct = default) =>
        connection.GetAsync<IReadOnlyList<OntologyVersion>>($"api/projects/{project}/ontologies", ct);

    /// <summary>Makes a new version; answers keep the version that they were made with.</summary>
    public Task<OntologyVersion> ChangeOntologyAsync(ProjectId project, Ontology ontology, CancellationToken ct = default) =>
        connection.PutAsync<OntologyVersion>($"api/projects/{project}/ontology", ontology, ct);

    public Task<ProjectDetail> UpdateAsync(ProjectId project, UpdateProject changes, CancellationToken ct = default) =>
        connection.PatchAsync<ProjectDetail>($"api/projects/{project}", changes, ct);
}
