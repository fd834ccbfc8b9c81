using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Custody;

/// <summary>Takes the keys of a project, or all of them, out of use: here at once, on other nodes within a second. Nothing is lost.</summary>
internal static class WithholdContent
{
    public static async Task<Results<Ok<CustodySummary>, ProblemHttpResult>> HandleAsync(
        CustodyScope request, Caller caller, Compartment compartment, Installation installation, KeyEvents events, CancellationToken ct)
    {
        if (request.Project is not { } project)
            await compartment.Custody.RevokeAsync("customer", agentNumber: null, ct);
        else if (compartment.Keys.Knows(project))
            await compartment.Custody.ChangeKeysAsync(plan => plan.Revocation(project), alongside: null, ct);
        else
            return CommonProblems.NotFound.ToHttp();
        await events.AppendAsync(compartment, new("key.revoke", caller, request.Project), ct);
        return TypedResults.Ok(ShowCustody.Summary(compartment, installation));
    }
}
