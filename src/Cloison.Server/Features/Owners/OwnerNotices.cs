using System.Globalization;
using System.Threading.Channels;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Owners;

/// <summary>
/// Writes announced versions of the ownership register into every customer's access log, and puts the newest into effect when it has stood in all of them for long enough
/// (R13). A log that cannot be written puts it off; nobody is passed over.
/// </summary>
internal sealed class OwnerNotices(ControlDatabase control, Installation installation, OpenLogs logs, WallClock wallClock, ILogger<OwnerNotices> output, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim running = new(1);
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something new: look at once.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    /// <summary>One look.</summary>
    /// <returns>Whether a version took effect.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        await running.WaitAsync(ct);
        try
        {
            var notices = await control.ReadAsync(Missing, ct);
            foreach (var notice in notices)
                try
                {
                    await TellAsync(notice, ct);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    output.LogError("The ownership register could not be announced in the access log of {Customer}, which puts it off: {Type}", notice.Customer, e.GetType());
                }

            return await control.ReadAsync(db => Due(db, Now(db)) is not null, ct) && await control.WriteAsync(TakeEffect, CancellationToken.None);
        }
        finally
        {
            running.Release();
        }
    }

    public override void Dispose()
    {
        running.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                output.LogError("Looking for news of the ownership register failed: {Type}", e.GetType());
            }

            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var signal = signals.Reader.ReadAsync(limit.Token).AsTask();
            await Task.WhenAny(signal, Task.Delay(Every, clock, limit.Token));
            await limit.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    // The version in effect is told as well: a customer who is new has it in his log like everybody.
    private static List<Notice> Missing(Session db) => db.List(
        """
        SELECT r.version, r.hash, r.notice_days, c.id FROM owner_registers r, customers c
        WHERE c.state = @open
          AND (r.version = (SELECT MAX(version) FROM owner_registers) OR r.version = (SELECT MAX(version) FROM owner_registers WHERE effective_at IS NOT NULL))
          AND NOT EXISTS (SELECT 1 FROM owner_notices n WHERE n.version = r.version AND n.customer = c.id)
        ORDER BY r.version, c.id
        """,
        row => new Notice(row.GetInt64(0), row.GetString(1), row.GetInt64(2), row.Id<CustomerKind>(3)), ("@open", CustomerRows.Open));

    private async Task TellAsync(Notice notice, CancellationToken ct)
    {
        var compartment = await installation.FindAsync(notice.Customer, ct) ?? throw new LogUnavailableException("The compartment is closed.");
        var entry = new LogEntry(
            LogTypes.Owner, Actor: null, Session: null, Object: $"sha256:{notice.Hash}", Rule: "R13", Decision: "announce",
            Purpose: string.Create(CultureInfo.InvariantCulture, $"version={notice.Version},notice-days={notice.Days}"));
        var index = await (await logs.OfAsync(compartment)).AppendAsync(entry, ct);
        // Stopped in between, it is told twice, which harms nobody.
        await control.WriteAsync(
            db => db.Execute(
                "INSERT INTO owner_notices (version, customer, entry, logged_at) VALUES (@version, @customer, @entry, @now) ON CONFLICT (version, customer) DO NOTHING",
                ("@version", notice.Version), ("@customer", notice.Customer.Text), ("@entry", index), ("@now", Now(db).Time.ToUnixTimeMilliseconds())),
            CancellationToken.None);
    }

    private WallTime Now(Session db) => wallClock.Now(WallLog.LastAt(db));

    private static (long Version, string Hash)? Due(Session db, WallTime time)
    {
        if (time.IsInDoubt || db.First(
            "SELECT version, hash, effective_at FROM owner_registers ORDER BY version DESC LIMIT 1", row => (Version: row.GetInt64(0), Hash: row.GetString(1), IsCurrent: !row.IsDBNull(2)))
            is not { Hash: not null, IsCurrent: false } newest)
            return null;
        return OwnerRegisters.DueAt(db, (int)newest.Version) is { } due && due <= time.Time ? (newest.Version, newest.Hash) : null;
    }

    private bool TakeEffect(Session db)
    {
        var time = Now(db);
        if (Due(db, time) is not { } due)
            return false;
        db.Execute("UPDATE owner_registers SET effective_at = @now WHERE version = @version", ("@now", time.Time.ToUnixTimeMilliseconds()), ("@version", due.Version));
        foreach (var customer in db.List("SELECT id FROM customers WHERE state = @open ORDER BY id", row => row.Id<CustomerKind>(0), ("@open", CustomerRows.Open)))
            WallLog.Append(db, new(LogTypes.Owner, customer, Rule: "R13", Decision: "effect", Detail: $"sha256:{due.Hash}"), time.Time);
        return true;
    }

    private sealed record Notice(long Version, string Hash, long Days, CustomerId Customer);
}
