using Cloison.Contracts;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Log;

/// <summary>The log at a glance: its key, its size, who cosigns it.</summary>
internal static class ReadSummary
{
    public static Task<LogSummary> HandleAsync(AccessLog log, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var head = log.Tree.Head;
        return Task.FromResult(new LogSummary(
            log.Tree.Key.Name, log.Tree.Key.ToString(), log.State, head?.Size ?? 0, head?.Checkpoint.Root.ToString(), head?.SignedAt, []));
    }
}
