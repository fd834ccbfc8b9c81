using Cloison.Contracts;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Log;

/// <summary>The log at a glance: its key, its size, who cosigns it.</summary>
internal static class ReadSummary
{
    public static async Task<LogSummary> HandleAsync(AccessLog log, CancellationToken ct)
    {
        var head = log.Tree.Head;
        return new LogSummary(
            log.Tree.Key.Name, log.Tree.Key.ToString(), log.State, head?.Size ?? 0, head?.Checkpoint.Root.ToString(), head?.SignedAt,
            [.. (await LogWitness.ListAsync(log, ct)).Select(w => w.Summary)],
            (await log.Database.ReadAsync(LogBreaks.List, ct)).ConvertAll(b => b.Summary), log.Tree.SecondKey?.ToString());
    }
}
