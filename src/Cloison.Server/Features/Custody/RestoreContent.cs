using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Custody;

/// <summary>Takes a revocation back. The custodian is asked at once, so that the reply says whether he gives the key.</summary>
internal static class RestoreContent
{
    public static async Task<Results<Ok<CustodySummary>, ProblemHttpResult>> HandleAsync(
        CustodyScope request, Caller caller, Compartment compartment, Installation installation, KeyEvents events, CancellationToken ct)
    {
        if (request.Project is { } project && !compartment.Keys.Knows(project))
            return CommonProblems.NotFound.ToHttp();
        await events.AppendAsync(compartment, new("key.restore", caller, request.Project), ct);
        if (request.Project is { } restored)
            await compartment.Custody.ChangeKeysAsync(plan => plan.Restoration(restored), alongside: null, ct);
        else
            await compartment.Custody.RestoreAsync(agentNumber: null, ct);
        (await compartment.Custody.EnterAsync(new("administer", caller.Person, caller.Session, request.Project), ct)).Dispose();
        return TypedResults.Ok(ShowCustody.Summary(compartment, installation));
    }
}
