using Cloison.Contracts;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Log;

/// <summary>Who cosigns the log, and how far he has come.</summary>
internal static class ListWitnesses
{
    public static async Task<IReadOnlyList<WitnessSummary>> HandleAsync(AccessLog log, CancellationToken ct) => [.. (await LogWitness.ListAsync(log, ct)).Select(w => w.Summary)];
}
