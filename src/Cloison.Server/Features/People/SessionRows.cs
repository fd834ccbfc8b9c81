using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <param name="Replaces">The browser's present session, which ends.</param>
/// <param name="ProvedAt">When the person last proved that it is he; null: now, by opening the session.</param>
/// <param name="Glass">The glass that it comes through; null: through the door.</param>
internal sealed record NewSession(
    SessionId Id, SecretToken Token, SessionId? Replaces, string Device, string Address, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? ProvedAt = null,
    GlassId? Glass = null);

/// <summary>The SQL on sessions that every way of signing in shares. A session is bound to one customer for life.</summary>
internal static class SessionRows
{
    /// <summary>Opens the session for the customer that the person was last at, if he still has a role there, or the first that he has.</summary>
    /// <returns>That customer; null when the person has none.</returns>
    public static CustomerId? OpenAtHome(Session db, NewSession session, PersonId person)
    {
        var home = db.First<CustomerId?>(
            """
            SELECT m.customer FROM memberships m JOIN persons p ON p.id = m.person
            WHERE m.person = @person ORDER BY CASE WHEN m.customer = p.last_customer THEN 0 ELSE 1 END, m.joined_at LIMIT 1
            """,
            row => row.Id<CustomerKind>(0),
            ("@person", person.Text));
        Open(db, session, person, home);
        return home;
    }

    public static void Open(Session db, NewSession session, PersonId person, CustomerId? customer)
    {
        if (session.Replaces is { } replaced)
            End(db, replaced);
        // Nobody comes back to these; signing in is a good moment to sweep.
        db.Execute(
            "DELETE FROM sessions WHERE person = @person AND (expires_at <= @now OR last_seen_at <= @idle)",
            ("@person", person.Text), ("@now", session.CreatedAt.ToUnixTimeMilliseconds()), ("@idle", (session.CreatedAt - SessionLimits.Idle).ToUnixTimeMilliseconds()));
        db.Execute(
            """
            INSERT INTO sessions (id, token_hash, person, customer, device, address, created_at, last_seen_at, expires_at, proved_at, glass)
            VALUES (@id, @hash, @person, @customer, @device, @address, @now, @now, @expires, @proved, @glass)
            """,
            ("@id", session.Id.Text), ("@hash", session.Token.Hash.ToBytes()), ("@person", person.Text), ("@customer", customer?.Text),
            ("@device", session.Device), ("@address", session.Address), ("@now", session.CreatedAt.ToUnixTimeMilliseconds()),
            ("@expires", session.ExpiresAt.ToUnixTimeMilliseconds()), ("@proved", (session.ProvedAt ?? session.CreatedAt).ToUnixTimeMilliseconds()),
            ("@glass", session.Glass?.Text));
        if (customer is { } current && session.Glass is null)
            db.Execute("UPDATE persons SET last_customer = @customer WHERE id = @person", ("@customer", current.Text), ("@person", person.Text));
    }

    public static void End(Session db, SessionId id) => db.Execute("DELETE FROM sessions WHERE id = @id", ("@id", id.Text));
}
