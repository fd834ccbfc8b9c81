using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Makes an invitation that nobody has accepted yet invalid.</summary>
internal static class RevokeInvitation
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(InvitationId invitation, Caller caller, ControlDatabase control, CancellationToken ct)
    {
        var revoked = await control.WriteAsync(
            db => db.Execute(
                "DELETE FROM invitations WHERE id = @id AND customer = @customer AND accepted_at IS NULL",
                ("@id", invitation.Text), ("@customer", caller.OwnCustomer.Text)),
            ct);
        return revoked == 0 ? CommonProblems.NotFound.ToHttp() : TypedResults.NoContent();
    }
}
