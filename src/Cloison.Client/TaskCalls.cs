using Cloison.Contracts;
using Cloison.Domain.Tasks;

namespace Cloison.Client;

/// <summary>Which tasks a listing holds; what is null does not restrict it.</summary>
/// <param name="Label">A class name, or <c>field=value</c>.</param>
/// <param name="Search">A task's id, or its exact name.</param>
public sealed record TaskFilter(TaskState? State = null, PersonId? Person = null, string? Label = null, BatchId? Batch = null, string? Search = null);

/// <summary>Tasks. Reading needs the scope <c>read</c>, changing <c>write</c>.</summary>
public sealed class TaskCalls
{
    private const int PageSize = 200;
    private readonly Connection connection;

    internal TaskCalls(Connection connection) => this.connection = connection;

    /// <summary>All tasks that the filter lets through, newest first.</summary>
    public IAsyncEnumerable<TaskSummary> ListAsync(ProjectId project, TaskFilter? filter = null, CancellationToken ct = default) => Paging.AllAsync(
        (cursor, token) => connection.GetAsync<Page<TaskSummary>>(
            Query.With(
                $"api/projects/{project}/tasks", ("state", filter?.State), ("person", filter?.Person), ("label", filter?.Label), ("batch", filter?.Batch),
                ("search", filter?.Search), ("cursor", cursor), ("limit", PageSize)),
            token),
        ct);

    /// <summary>
    /// Makes tasks of rows as they come, in one call. What is not right is refused and counted, the rest goes in; rows that are there already
    /// are not added twice, so that a broken call can be made again from its beginning.
    /// </summary>
    /// <returns>What went in; <see cref="ImportCalls.RefusalsAsync"/> of its id says what did not.</returns>
    public Task<ImportSummary> AddAsync(ProjectId project, IAsyncEnumerable<NewTask> rows, CancellationToken ct = default) =>
        connection.SendStreamAsync<ImportSummary>(HttpMethod.Post, $"api/projects/{project}/tasks", () => new RowsContent<NewTask>(rows), canRepeat: false, ct);

    /// <summary>Everything about one task.</summary>
    public Task<TaskDetail> ReadAsync(ProjectId project, TaskId task, CancellationToken ct = default) =>
        connection.GetAsync<TaskDetail>($"api/projects/{project}/tasks/{task}", ct);

    public Task UpdateAsync(ProjectId project, TaskId task, UpdateTask changes, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Patch, $"api/projects/{project}/tasks/{task}", changes, ct);
}
