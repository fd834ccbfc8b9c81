using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Certificates;

/// <summary>
/// When the cooling-off of somebody is over, tells the customer whose content he had seen, by a certificate, as law firms do; and
/// then destroys what was kept of erased accounts.
/// </summary>
internal sealed class EndedScreens(
    ControlDatabase control, Installation installation, OpenLogs logs, Certificates certificates, WallClock wallClock, ILogger<EndedScreens> output, TimeProvider clock) : BackgroundService
{
    private const int MostAtOnce = 1000;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <summary>One look.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var allTold = true;
        foreach (var ended in await control.ReadAsync(Ended, ct))
            try
            {
                var compartment = await installation.FindAsync(ended.Customer, ct) ?? throw new LogUnavailableException("The compartment is closed.");
                var log = await logs.OfAsync(compartment);
                await certificates.MakeAsync(
                    ended.Customer, log, CertificateOf.EndOfScreen,
                    (_, head, _) => new EndOfScreenNotice(head, log.Pseudonym(ended.Person.Text), ended.LastSeen, ended.Days, ended.At), caller: null,
                    (ended.Person, ended.LastSeen), ct);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                allTold = false;
                output.LogError("The end of a screening could not be certified to {Customer}: {Type}", ended.Customer, e.GetType());
            }

        // What is destroyed can be certified no more.
        if (allTold && await control.ReadAsync(db => ErasedPeople.Over(db, Now(db)).Count > 0, ct))
            await control.WriteAsync(db => ErasedPeople.Destroy(db, Now(db)), CancellationToken.None);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        do
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                output.LogError("Looking for ended screenings failed: {Type}", e.GetType());
            }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private WallTime Now(Session db) => wallClock.Now(WallLog.LastAt(db));

    private List<EndedScreen> Ended(Session db)
    {
        var time = Now(db);
        if (time.IsInDoubt)
            return [];
        // A person's accounts count as one: while one of them has a role or an interest, or has seen something lately, none is over.
        return
        [
            .. db.List(
                """
                SELECT e.customer, e.person, e.last_at FROM exposures e JOIN customers c ON c.id = e.customer AND c.state = @open
                WHERE e.last_at <= @before
                  AND NOT EXISTS (SELECT 1 FROM certificates x WHERE x.customer = e.customer AND x.person = e.person AND x.last_seen = e.last_at)
                  AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.customer = e.customer AND m.person = e.person)
                ORDER BY e.last_at
                """,
                row => (Customer: row.Id<CustomerKind>(0), Person: row.Id<PersonKind>(1), LastSeen: row.Time(2)),
                ("@open", CustomerRows.Open), ("@before", time.Time.AddDays(-CoolingOff.LeastDays).ToUnixTimeMilliseconds()))
                .Where(e => !WallRegistry.IsTied(db, e.Person, e.Customer))
                .Select(e => (Screen: e, End: WallRegistry.CoolingEnd(db, e.Customer, e.Person)))
                .Where(e => e.End <= time.Time)
                .Select(e => new EndedScreen(e.Screen.Customer, e.Screen.Person, e.Screen.LastSeen, (int)Math.Ceiling((e.End!.Value - e.Screen.LastSeen).TotalDays), e.End.Value))
                .Take(MostAtOnce),
        ];
    }

    private sealed record EndedScreen(CustomerId Customer, PersonId Person, DateTimeOffset LastSeen, int Days, DateTimeOffset At);
}
