using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Makes a link with which one person can join, once, within three days.</summary>
internal static class CreateInvitation
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(72);

    public static async Task<Results<Ok<NewInvitation>, ProblemHttpResult>> HandleAsync(
        Invite request, Caller caller, Visit visit, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var errors = new List<InputError>();
        PersonRules.AddIf(errors, "email", request.Email is null || Email.IsPlausible(request.Email) ? null : "This is not an e-mail address.");
        PersonRules.AddIf(errors, "roles", request.Roles.Count > 0 ? null : "At least one role is needed.");
        if (errors.Count > 0)
            return CommonProblems.Invalid(errors).ToHttp();
        return TypedResults.Ok(await StoreAsync(
            control, visit, caller.OwnCustomer, request.Email?.Trim(), RoleSet.Of(request.Roles), caller.Person, clock.GetUtcNow(), ct));
    }

    public static async Task<NewInvitation> StoreAsync(
        ControlDatabase control, Visit visit, CustomerId customer, string? email, RoleSet roles, PersonId by, DateTimeOffset now, CancellationToken ct)
    {
        var (id, token, expiresAt) = (InvitationId.New(now), SecretToken.New(), now + Life);
        await control.WriteAsync(
            db => db.Execute(
                """
                INSERT INTO invitations (id, token_hash, customer, email, roles, created_by, created_at, expires_at)
                VALUES (@id, @hash, @customer, @email, @roles, @by, @now, @expires)
                """,
                ("@id", id.Text), ("@hash", token.Hash.ToBytes()), ("@customer", customer.Text), ("@email", email), ("@roles", roles.Bits), ("@by", by.Text),
                ("@now", now.ToUnixTimeMilliseconds()), ("@expires", expiresAt.ToUnixTimeMilliseconds())),
            ct);
        return new(id, $"{visit.Origin}/invite#{token.Text}", expiresAt);
    }
}
