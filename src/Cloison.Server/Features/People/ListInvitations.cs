using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>The invitations that can still be accepted.</summary>
internal static class ListInvitations
{
    public static async Task<Ok<List<InvitationSummary>>> HandleAsync(Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(
            db => db.List(
                """
                SELECT id, email, roles, created_at, expires_at FROM invitations
                WHERE customer = @customer AND accepted_at IS NULL AND expires_at > @now ORDER BY id DESC LIMIT 1000
                """,
                row => new InvitationSummary(row.Id<InvitationKind>(0), row.TextOrNull(1), new RoleSet(row.GetInt64(2)).ToList(), row.Time(3), row.Time(4)),
                ("@customer", caller.OwnCustomer.Text), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds())),
            ct));
}
