using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Shows who holds the token what he is invited to.</summary>
internal static class LookUpInvitation
{
    public static async Task<Results<Ok<InvitationPreview>, ProblemHttpResult>> HandleAsync(
        InvitationToken request, ControlDatabase control, ControlSealer sealer, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var preview = await control.ReadAsync(
            db =>
            {
                if (OpenInvitation.Find(db, request.Token, now) is not { } invitation || CustomerRows.Name(db, sealer, invitation.Customer) is not { } name)
                    return null;
                var hasAccount = invitation.Email is { } email && PersonRows.FindByEmail(db, Email.Normalize(email)) is not null;
                return new InvitationPreview(CodeNames.Shown(db, invitation.Customer, name, invitation.Roles), invitation.Email, invitation.Roles.ToList(), hasAccount);
            },
            ct);
        return preview is null ? PeopleProblems.InvitationGone.ToHttp() : TypedResults.Ok(preview);
    }
}
