using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>An invitation that can still be accepted, as its token finds it.</summary>
internal sealed record OpenInvitation(InvitationId Id, CustomerId Customer, string? Email, RoleSet Roles)
{
    public static OpenInvitation? Find(Session db, string token, DateTimeOffset now)
    {
        var hash = TokenHash.Of(token);
        return db.First(
            "SELECT token_hash, id, customer, email, roles FROM invitations WHERE token_hash = @hash AND accepted_at IS NULL AND expires_at > @now",
            row => hash.Matches(row.Bytes(0)) ? new OpenInvitation(row.Id<InvitationKind>(1), row.Id<CustomerKind>(2), row.TextOrNull(3), new(row.GetInt64(4))) : null,
            ("@hash", hash.ToBytes()), ("@now", now.ToUnixTimeMilliseconds()));
    }

    /// <summary>Whether it was made for this e-mail, or for anybody.</summary>
    public bool IsFor(string email) => Email is null || People.Email.Normalize(Email) == People.Email.Normalize(email);
}
