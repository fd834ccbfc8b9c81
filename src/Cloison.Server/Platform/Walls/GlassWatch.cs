using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <summary>
/// Four times a second: closes every glass whose time is over, or whose session is gone for whatever reason, refuses what nobody has answered,
/// and cuts what still runs behind a glass that another node has closed.
/// </summary>
internal sealed class GlassWatch(ControlDatabase control, OpenGlasses open, WallClock wallClock, TimeProvider clock, ILogger<GlassWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var used = open.Used.ToList();
        var (underWay, areOver) = await control.ReadAsync(
            db =>
            {
                var all = Glass.UnderWay(db);
                return (all, all.Exists(g => IsOver(db, g, wallClock.Now(WallLog.LastAt(db)).Time)));
            },
            ct);
        if (areOver)
            await control.WriteAsync(
                db =>
                {
                    var time = wallClock.Now(WallLog.LastAt(db)).Time;
                    underWay = Glass.UnderWay(db);
                    foreach (var glass in underWay.Where(g => IsOver(db, g, time)).ToList())
                    {
                        glass.End(db, HasNoSession(db, glass) && glass.ExpiresAt > time ? GlassState.Closed : GlassState.Expired, by: null, time);
                        underWay.Remove(glass);
                    }
                },
                CancellationToken.None);
        open.Shut([.. used.Where(id => !underWay.Exists(g => g.Id == id && g.State == GlassState.Open))]);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // No new request gets through after the end all the same: the session says when it is, and so does the wall.
                log.LogError("Looking after emergency access failed: {Type}", e.GetType());
            }
    }

    private static bool IsOver(Session db, Glass glass, DateTimeOffset time) =>
        glass.State == GlassState.Open ? glass.ExpiresAt <= time || HasNoSession(db, glass) : glass.IsStale(time);

    private static bool HasNoSession(Session db, Glass glass) =>
        glass.State == GlassState.Open && db.Scalar<long>("SELECT COUNT(*) FROM sessions WHERE id = @id", ("@id", glass.Session?.Text)) == 0;
}
