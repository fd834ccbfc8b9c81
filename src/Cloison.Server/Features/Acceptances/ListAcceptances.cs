using Cloison.Contracts;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Acceptances;

/// <summary>A project's acceptances, newest first, each with its verdict so far.</summary>
internal static class ListAcceptances
{
    private const int Most = 100;

    public static async Task<IReadOnlyList<AcceptanceSummary>> HandleAsync(ProjectId project, Compartment compartment, CancellationToken ct)
    {
        var summaries = new List<AcceptanceSummary>();
        foreach (var audit in await AuditState.NewestAsync(compartment, project, Most, ct))
            summaries.Add(await AcceptanceNames.SummariseAsync(compartment, audit, ct));
        return summaries;
    }
}
