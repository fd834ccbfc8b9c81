using System.Security.Cryptography;
using System.Text;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Acceptances;

/// <summary>What a sample is drawn from: the finished tasks of a batch or project, spread by who answered.</summary>
internal static class Lot
{
    public const int Most = 100_000;

    /// <summary>One more than <see cref="Most"/> where there are too many.</summary>
    public static List<(TaskId Task, string Stratum)> Read(Session db, ProjectId project, BatchId? batch) => db.List(
        $"""
        SELECT t.id, CASE WHEN c.result IS NULL THEN a.person END
        FROM tasks t JOIN task_contents c ON c.task = t.id LEFT JOIN annotations a ON a.id = t.result_annotation
        WHERE t.project = @project AND t.state = @done AND t.result_due = 0 AND (c.result IS NOT NULL OR a.id IS NOT NULL){(batch is null ? "" : " AND t.batch = @batch")}
        ORDER BY t.id LIMIT @most
        """,
        row => (row.Id<TaskKind>(0), row.IsDBNull(1) ? "" : StratumOf(row.GetString(1))),
        [("@project", project.Text), ("@done", (long)TaskState.Done), ("@most", Most + 1L), .. batch is { } one ? [("@batch", (object?)one.Text)] : Array.Empty<(string, object?)>()]);

    // Certificates name nobody; who has the list of people can tell.
    private static string StratumOf(string person) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"cloison-annotator\n{person}")))[..16];
}
