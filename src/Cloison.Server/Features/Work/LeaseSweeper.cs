using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>Brings back what people did not finish: once a second, leases and reworks whose time is over.</summary>
internal sealed class LeaseSweeper(Installation installation, OpenLogs logs, TimeProvider clock, ILogger<LeaseSweeper> log) : BackgroundService
{
    /// <summary>Also as much as the writer may be held up: each ended lease is an entry in the access log, made here because only here it is known which have ended.</summary>
    private const int MostAtOnce = 200;

    /// <returns>How many leases and reworks ended.</returns>
    public static int Sweep(Session db, AccessLog access, DateTimeOffset now)
    {
        var due = Lease.Due(db, now, MostAtOnce);
        foreach (var lease in due)
        {
            EndLease.Apply(db, lease, LeaseState.Expired, now);
            AccessLog.Append(db, access.Prepare(lease.LoggedEnd(LeaseWords.Expired)));
        }

        return due.Count + ReturnAbandonedReworks(db, now);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var compartment in installation.Opened)
                try
                {
                    await SweepAsync(compartment, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // One compartment's broken disk must not keep the others' tasks held.
                    log.LogError(e, "Sweeping the leases of {Customer} failed.", compartment.Customer);
                }
    }

    private async Task SweepAsync(Compartment compartment, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // A look first: an idle compartment costs no transaction.
        var anyDue = await compartment.Database.ReadAsync(
            db => db.Scalar<long>(
                """
                SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM leases WHERE state = 0 AND expires_at <= @now LIMIT 1) l)
                     + (SELECT COUNT(*) FROM (SELECT 1 FROM annotations WHERE rework_until <= @now LIMIT 1) a)
                """,
                ("@now", now.ToUnixTimeMilliseconds())) > 0,
            ct);
        if (!anyDue)
            return;
        var access = await logs.OfAsync(compartment);
        // Nothing is given out while the log takes nothing: what is held meanwhile ends when it does again.
        while (access.State == LogState.Ready && await compartment.Database.WriteAsync(db => Sweep(db, access, now), ct) >= MostAtOnce)
        {
        }
    }

    // Not while its author has it in front of him: his lease ends first.
    private static int ReturnAbandonedReworks(Session db, DateTimeOffset now)
    {
        var abandoned = db.List(
            """
            SELECT id, project, task FROM annotations
            WHERE rework_until <= @now AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.task = annotations.task AND leases.annotation = annotations.id AND leases.state = 0)
            LIMIT @most
            """,
            row => (Annotation: row.Id<AnnotationKind>(0), Project: row.Id<ProjectKind>(1), Task: row.Id<TaskKind>(2)),
            ("@now", now.ToUnixTimeMilliseconds()), ("@most", (long)MostAtOnce));
        foreach (var (annotation, project, task) in abandoned)
            Rework.GiveUp(db, project, task, annotation, now);
        return abandoned.Count;
    }
}
