using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Projects;

internal static class ListBatches
{
    public static async Task<Results<Ok<IReadOnlyList<BatchSummary>>, ProblemHttpResult>> HandleAsync(ProjectId project, Compartment compartment, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => ProjectRow.Read(db, project) is null ? null : db.List(
                "SELECT id, name, created_at FROM batches WHERE project = @project ORDER BY id DESC LIMIT 1000",
                row => (Id: row.Id<BatchKind>(0), Name: row.Bytes(1), At: row.Time(2)), ("@project", project.Text))
                .ConvertAll(b => (b.Id, b.Name, b.At, Counts: TaskCounting.Sum(db.List(
                    "SELECT state, n FROM task_counts WHERE project = @project AND batch = @batch",
                    row => (row.Enum<TaskState>(0), row.GetInt64(1)), ("@project", project.Text), ("@batch", b.Id.Text))))),
            ct);
        return rows is null
            ? CommonProblems.NotFound.ToHttp()
            : TypedResults.Ok<IReadOnlyList<BatchSummary>>([.. rows.Select(b =>
                new BatchSummary(b.Id, compartment.Sealer(project).OpenText(Seals.BatchName(b.Id), b.Name), b.Counts, b.At))]);
    }
}
