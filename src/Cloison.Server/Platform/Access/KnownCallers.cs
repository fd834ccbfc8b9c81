using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// Finds the caller of a session token or an API key, and remembers him for a second. Whatever revokes something calls <see cref="Forget"/>
/// after its commit: in this process it then counts at once, on other nodes within the second.
/// </summary>
internal sealed class KnownCallers(ControlDatabase control, TimeProvider clock)
{
    /// <summary>Enough for everybody at work on one node; more would only be tokens that are no longer used.</summary>
    private const int MaxRemembered = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<TokenHash, (Caller Caller, DateTimeOffset ReadAt)> remembered = [];
    private long revocations;

    public ValueTask<Caller?> BySessionAsync(string token, CancellationToken ct) =>
        FindAsync(TokenHash.Of(token), ReadSession, "UPDATE sessions SET last_seen_at = @now WHERE token_hash = @hash AND last_seen_at < @now", ct);

    /// <summary>Without the token: for an address that a session was given. Read anew each time, and no sign of life.</summary>
    public Task<Caller?> BySessionIdAsync(SessionId session, CancellationToken ct) => ByIdAsync("SELECT token_hash FROM sessions WHERE id = @id", session.Text, ReadSession, ct);

    /// <summary>Whether somebody who was let in would still be: his session or key is there, and for the same customer.</summary>
    public async Task<bool> IsStillKnownAsync(Caller caller, CancellationToken ct)
    {
        var now = caller.Session is { } session
            ? await BySessionIdAsync(session, ct)
            : await ByIdAsync("SELECT secret_hash FROM api_keys WHERE id = @id", caller.Key?.Text ?? "", ReadKey, ct);
        return now is not null && now.Customer == caller.Customer;
    }

    public ValueTask<Caller?> ByKeyAsync(string key, CancellationToken ct) =>
        ApiKeySecret.IsWellFormed(key)
            ? FindAsync(TokenHash.Of(key), ReadKey, "UPDATE api_keys SET last_used_at = @now WHERE secret_hash = @hash AND COALESCE(last_used_at, 0) < @now", ct)
            : ValueTask.FromResult<Caller?>(null);

    /// <summary>Forgets everybody. Revocations are rare, and reading a session again costs one indexed read: no reason to be choosy.</summary>
    public void Forget()
    {
        lock (gate)
        {
            revocations++;
            remembered.Clear();
        }
    }

    private async Task<Caller?> ByIdAsync(string hashSql, string id, Func<Session, TokenHash, DateTimeOffset, Found?> read, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hash = await control.ReadAsync(db => db.First(hashSql, row => row.Bytes(0), ("@id", id)), ct);
        return hash is null ? null : (await control.ReadAsync(db => read(db, TokenHash.Stored(hash), now), ct))?.Caller;
    }

    private async ValueTask<Caller?> FindAsync(TokenHash hash, Func<Session, TokenHash, DateTimeOffset, Found?> read, string markSeen, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        long before;
        lock (gate)
        {
            if (remembered.TryGetValue(hash, out var known) && now - known.ReadAt < SessionLimits.Fresh)
                return known.Caller;
            before = revocations;
        }

        if (await control.ReadAsync(db => read(db, hash, now), ct) is not { } found)
            return null;
        lock (gate)
        {
            // What was read before a revocation must not outlive it here.
            if (before == revocations)
            {
                if (remembered.Count >= MaxRemembered)
                    remembered.Clear();
                remembered[hash] = (found.Caller, now);
            }
        }

        if (now - found.SeenAt >= SessionLimits.SeenEvery)
            await MarkSeenAsync(markSeen, hash, now, ct);
        return found.Caller;
    }

    private async Task MarkSeenAsync(string sql, TokenHash hash, DateTimeOffset now, CancellationToken ct)
    {
        try
        {
            await control.WriteAsync(db => db.Execute(sql, ("@hash", hash.ToBytes()), ("@now", now.ToUnixTimeMilliseconds())), ct);
        }
        catch (StorageUnavailableException)
        {
            // Storage that takes no writes can still be read: who may read is let in.
        }
    }

    private static Found? ReadSession(Session db, TokenHash hash, DateTimeOffset now) => db.First(
        """
        SELECT s.token_hash, s.last_seen_at, s.person, s.customer, m.roles, p.is_operator, s.id, s.glass, g.project, g.expires_at
        FROM sessions s
        JOIN persons p ON p.id = s.person AND p.disabled_at IS NULL
        LEFT JOIN memberships m ON m.person = s.person AND m.customer = s.customer
        LEFT JOIN glasses g ON g.id = s.glass
        WHERE s.token_hash = @hash AND s.expires_at > @now AND s.last_seen_at > @idle
        """,
        row =>
        {
            // The person is there as whom the customer let in, and as nothing else.
            if (row.IdOrNull<GlassKind>(7) is { } glass)
                return Checked(row, hash, new(row.Id<PersonKind>(2), row.IdOrNull<CustomerKind>(3), default, IsOperator: false, row.Id<SessionKind>(6), Key: null, KeyEnvironment.Live, default)
                {
                    Glass = new(glass, row.Id<ProjectKind>(8), row.Time(9)),
                });
            var isMember = !row.IsDBNull(4);
            return Checked(row, hash, new(
                row.Id<PersonKind>(2), isMember ? row.IdOrNull<CustomerKind>(3) : null, new(isMember ? row.GetInt64(4) : 0), row.Flag(5),
                row.Id<SessionKind>(6), Key: null, KeyEnvironment.Live, default));
        },
        ("@hash", hash.ToBytes()), ("@now", now.ToUnixTimeMilliseconds()), ("@idle", (now - SessionLimits.Idle).ToUnixTimeMilliseconds()));

    // A key can do no more than its maker: it works while he is an administrator of the customer, and never longer.
    private static Found? ReadKey(Session db, TokenHash hash, DateTimeOffset now) => db.First(
        """
        SELECT k.secret_hash, COALESCE(k.last_used_at, 0), k.created_by, k.customer, k.environment, k.scopes, k.id
        FROM api_keys k
        JOIN persons p ON p.id = k.created_by AND p.disabled_at IS NULL
        JOIN memberships m ON m.person = k.created_by AND m.customer = k.customer AND (m.roles & @administrator) <> 0
        WHERE k.secret_hash = @hash AND COALESCE(k.expires_at, @never) > @now
        """,
        row => Checked(row, hash, new(
            row.Id<PersonKind>(2), row.Id<CustomerKind>(3), default, IsOperator: false,
            Session: null, row.Id<ApiKeyKind>(6), row.Enum<KeyEnvironment>(4), new(row.GetInt64(5)))),
        ("@hash", hash.ToBytes()), ("@now", now.ToUnixTimeMilliseconds()), ("@never", long.MaxValue), ("@administrator", RoleSet.Of([Role.Administrator]).Bits));

    private static Found? Checked(DbDataReader row, TokenHash hash, Caller caller) => hash.Matches(row.Bytes(0)) ? new(caller, row.Time(1)) : null;

    private sealed record Found(Caller Caller, DateTimeOffset SeenAt);
}
