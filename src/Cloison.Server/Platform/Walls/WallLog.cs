using System.Security.Cryptography;
using System.Text;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <param name="Type">As in the access log: <c>wall.open</c>, <c>wall.deny</c>, <c>rival</c>, <c>policy</c>, <c>grant</c>, <c>time.jump</c>, <c>conflict.discovered</c>, <c>owner</c>.</param>
/// <param name="Customer">Whose log it belongs to; null: the platform's own.</param>
/// <param name="Other">The other side. For the platform alone: it is never passed on to the customer.</param>
/// <param name="Opener">The session or key.</param>
/// <param name="Detail">For the platform alone too, but for the id of a glass, which goes along.</param>
internal sealed record WallEvent(
    string Type, CustomerId? Customer, PersonId? Person = null, CustomerId? Other = null, string? Opener = null, string? Rule = null, string? Decision = null, string? Detail = null);

/// <summary>Writes an event into the customer's own access log.</summary>
internal delegate Task CustomerLogWriter(CustomerId customer, WallEvent entry, DateTimeOffset at, CancellationToken ct);

/// <summary>
/// The wall's own log: append-only rows in the control database, each bound to the one before it, written in the transaction of what they
/// tell of. From here they go on to the customers' access logs (<see cref="PassOnAsync"/>).
/// </summary>
internal sealed class WallLog(Access.ControlDatabase control, CustomerLogWriter write) : IDisposable
{
    private const int MostAtOnce = 500;

    // One at a time: two would both pass on what neither has marked yet.
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="isPassedOn">The customer's log has it already.</param>
    public static void Append(Session db, WallEvent entry, DateTimeOffset at, bool isPassedOn = false)
    {
        var (n, before) = db.First("SELECT n, hash FROM wall_decisions ORDER BY n DESC LIMIT 1", row => (row.GetInt64(0), row.Bytes(1)));
        db.Execute(
            """
            INSERT INTO wall_decisions (n, at, type, customer, person, other, opener, rule, decision, detail, hash, passed_on)
            VALUES (@n, @at, @type, @customer, @person, @other, @opener, @rule, @decision, @detail, @hash, @passed)
            """,
            ("@n", n + 1), ("@at", at.ToUnixTimeMilliseconds()), ("@type", entry.Type), ("@customer", entry.Customer?.Text), ("@person", entry.Person?.Text),
            ("@other", entry.Other?.Text), ("@opener", entry.Opener), ("@rule", entry.Rule), ("@decision", entry.Decision), ("@detail", entry.Detail),
            ("@hash", HashOf(before, n + 1, at, entry)), ("@passed", isPassedOn ? 1L : 0L));
    }

    /// <summary>The chain: SHA-256 over the hash before and the row's fields, each on a line.</summary>
    public static byte[] HashOf(byte[]? before, long n, DateTimeOffset at, WallEvent entry) => SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '\n', Convert.ToHexStringLower(before ?? []), n, at.ToUnixTimeMilliseconds(), entry.Type, entry.Customer?.Text, entry.Person?.Text, entry.Other?.Text,
        entry.Opener, entry.Rule, entry.Decision, entry.Detail)));

    /// <summary>When the wall last decided something; null: never.</summary>
    public static DateTimeOffset? LastAt(Session db) => db.First("SELECT at FROM wall_decisions ORDER BY n DESC LIMIT 1", row => (DateTimeOffset?)row.Time(0));

    /// <summary>Hands every event that is not there yet to its customer's log, in order. A log that takes none holds up its own customer's only.</summary>
    /// <exception cref="AggregateException">Some were not taken; the next call tries them again.</exception>
    public async Task PassOnAsync(CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await PassOnAllAsync(ct);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>The same for one customer, whose log is about to be told of what follows from it.</summary>
    public async Task PassOnToAsync(CustomerId customer, CancellationToken ct)
    {
        await turn.WaitAsync(ct);
        try
        {
            await PassOnAllToAsync(customer, ct);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();

    private async Task PassOnAllAsync(CancellationToken ct)
    {
        var customers = await control.ReadAsync(
            db => db.List("SELECT DISTINCT customer FROM wall_decisions WHERE passed_on = 0 AND customer IS NOT NULL LIMIT 10000", row => row.Id<Domain.Ids.CustomerKind>(0)), ct);
        var failures = new List<Exception>();
        foreach (var customer in customers)
            try
            {
                await PassOnAllToAsync(customer, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                failures.Add(e);
            }

        if (failures.Count > 0)
            throw new AggregateException(failures);
    }

    private async Task PassOnAllToAsync(CustomerId customer, CancellationToken ct)
    {
        while (true)
        {
            var waiting = await control.ReadAsync(
                db => db.List(
                    "SELECT n, at, type, person, opener, rule, decision, detail FROM wall_decisions WHERE passed_on = 0 AND customer = @customer ORDER BY n LIMIT @most",
                    row => (N: row.GetInt64(0), At: row.Time(1), Entry: new WallEvent(
                        row.GetString(2), customer, row.IdOrNull<Domain.Ids.PersonKind>(3), Other: null, row.TextOrNull(4), row.TextOrNull(5), row.TextOrNull(6), row.TextOrNull(7))),
                    ("@customer", customer.Text), ("@most", (long)MostAtOnce)),
                ct);
            foreach (var (n, at, entry) in waiting)
            {
                await write(customer, entry, at, ct);
                await control.WriteAsync(db => db.Execute("UPDATE wall_decisions SET passed_on = 1 WHERE n = @n", ("@n", n)), CancellationToken.None);
            }

            if (waiting.Count < MostAtOnce)
                return;
        }
    }
}
