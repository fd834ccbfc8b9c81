using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Custody.Agents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Custody;

/// <summary>A customer's key agent says that the key is taken back, or given again. Who has not the agent's signature is told nothing, not even whether there is such a customer.</summary>
internal static class HearAgent
{
    private const int MaxBytes = 4096;

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        CustomerId customer, HttpRequest request, Installation installation, ControlDatabase control, KeyEvents events, CancellationToken ct)
    {
        var room = new byte[MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(room, room.Length, throwOnEndOfStream: false, ct);
        if (length > MaxBytes)
            return CommonProblems.TooLarge(MaxBytes).ToHttp();
        var sealer = installation.ControlKeys.ForCompartment();
        var row = await control.ReadAsync(db => CustodyRow.Read(db, customer, sealer), ct);
        if (row?.Custodian is not CustodianSettings.Agent agent
            || AgentNotices.Read(room.AsSpan(0, length), request.Headers[AgentNotices.SignatureHeader], agent) is not { } notice || notice.Customer != customer
            || await installation.FindAsync(customer, ct) is not { } compartment)
            return CommonProblems.NotFound.ToHttp();
        if (notice.Number <= row.AgentNumber)
            return CustodyProblems.OldNotice.ToHttp();
        if (notice.State == AgentNotice.Revoked)
        {
            await compartment.Custody.RevokeAsync("agent", notice.Number, ct);
            await events.AppendAsync(compartment, new("key.revoke", Caller: null), ct);
        }
        else if (row.RevokedBy != "customer")
        {
            // What the customer's administrator has taken back, he gives again, and nobody else.
            await events.AppendAsync(compartment, new("key.restore", Caller: null), ct);
            await compartment.Custody.RestoreAsync(notice.Number, ct);
        }

        return TypedResults.NoContent();
    }
}
