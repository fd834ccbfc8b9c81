using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Which drawn tasks the caller has to look at next.</summary>
internal static class ReadAuditQueue
{
    private const int Most = 20;

    public static async Task<Results<Ok<AuditQueue>, ProblemHttpResult>> HandleAsync(ProjectId project, int number, Caller caller, Compartment compartment, CancellationToken ct)
    {
        if (await AuditState.ReadAsync(compartment, project, number, ct) is not { } audit)
            return CommonProblems.NotFound.ToHttp();
        var own = await compartment.Database.ReadAsync(db => OwnWork.In(db, project, number, caller.Person), ct);
        var waiting = audit.Row.State != AcceptanceState.Open ? [] : audit.Drawn.Where(d => audit.StateOf(d) is DrawnTaskState.Waiting or DrawnTaskState.Stale).Select(d => d.Task).ToList();
        var his = waiting.Where(t => !own.Contains(t)).ToList();
        return TypedResults.Ok(new AuditQueue([.. his.OrderBy(t => PlaceOf(t, caller.Person), StringComparer.Ordinal).Take(Most)], his.Count, waiting.Count - his.Count, audit.Progress));
    }

    // Another order for everybody: two who audit at once seldom meet.
    private static string PlaceOf(TaskId task, PersonId person) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{person}/{task}")));
}
