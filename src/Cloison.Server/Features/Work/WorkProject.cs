using Cloison.Domain;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>The rules of a project that claims and submits need.</summary>
internal sealed record WorkProject(ProjectId Id, ProjectState State, int Overlap, int ReviewLevels, int LeaseSeconds, int OntologyVersion)
{
    public static WorkProject? Read(Session db, ProjectId project) => db.First(
        "SELECT state, overlap, review_levels, lease_seconds, ontology_version FROM projects WHERE id = @project",
        row => new WorkProject(project, row.Enum<ProjectState>(0), row.Int(1), row.Int(2), row.Int(3), row.Int(4)),
        ("@project", project.Text));

    /// <summary>The project, if work may be handed out.</summary>
    public static Outcome<WorkProject> ReadActive(Session db, ProjectId project) => Read(db, project) switch
    {
        null => CommonProblems.NotFound,
        { State: ProjectState.Paused } => TaskProblems.Paused,
        { State: ProjectState.Archived } => TaskProblems.Archived,
        var active => active,
    };
}
