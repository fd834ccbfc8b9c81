using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>How sure results are and how well people work. Reading needs the scope <c>read</c>, changing <c>write</c>.</summary>
public sealed class QualityCalls
{
    private readonly Connection connection;

    internal QualityCalls(Connection connection) => this.connection = connection;

    public Task<ProjectQuality> ReadAsync(ProjectId project, CancellationToken ct = default) =>
        connection.GetAsync<ProjectQuality>($"api/projects/{project}/quality", ct);

    /// <summary>Agreement with intervals, confusions, what fewer answers would have cost, signals: worked out from the newest 1,000 finished tasks with several answers.</summary>
    public Task<QualityAnalysis> AnalyseAsync(ProjectId project, CancellationToken ct = default) =>
        connection.GetAsync<QualityAnalysis>($"api/projects/{project}/quality/analysis", ct);

    /// <summary>All of the settings; they count from the next claim, answer and result.</summary>
    public Task<QualitySettings> ChangeAsync(ProjectId project, QualitySettings settings, CancellationToken ct = default) =>
        connection.PutAsync<QualitySettings>($"api/projects/{project}/quality/settings", settings, ct);

    /// <summary>Tasks that stay unclear, the least sure first.</summary>
    public Task<IReadOnlyList<UnclearTask>> UnclearAsync(ProjectId project, CancellationToken ct = default) =>
        connection.GetAsync<IReadOnlyList<UnclearTask>>($"api/projects/{project}/quality/unclear", ct);

    /// <summary>Takes a task out of the ordinary work, to be given because its answer is known.</summary>
    public Task MakeGoldAsync(ProjectId project, TaskId task, MakeGold gold, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Put, $"api/projects/{project}/tasks/{task}/gold", gold, ct);

    /// <summary>Puts a gold task out of use, or back into it.</summary>
    public Task UpdateGoldAsync(ProjectId project, TaskId task, GoldTaskState state, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Patch, $"api/projects/{project}/tasks/{task}/gold", new UpdateGold(state), ct);

    /// <summary>Gives somebody who has not passed the exam one more try, or lets him work without it. Needs a lead.</summary>
    public Task GrantExamAsync(ProjectId project, PersonId person, ExamGrant grant, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Post, $"api/projects/{project}/quality/people/{person}/exam", new GrantExam(grant), ct);

    /// <summary>Puts a gold task back into the ordinary work.</summary>
    public Task UndoGoldAsync(ProjectId project, TaskId task, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Delete, $"api/projects/{project}/tasks/{task}/gold", null, ct);
}
