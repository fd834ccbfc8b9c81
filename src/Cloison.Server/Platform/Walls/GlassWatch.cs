using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <summary>Four times a second: closes every glass whose time is over, or whose session is gone for whatever reason, and refuses what nobody has answered.</summary>
internal sealed class GlassWatch(ControlDatabase control, OngoingRequests requests, WallClock wallClock, TimeProvider clock, ILogger<GlassWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        if (!await control.ReadAsync(db => Over(db, wallClock.Now(WallLog.LastAt(db)).Time).Count > 0, ct))
            return;
        var ended = await control.WriteAsync(
            db =>
            {
                var time = wallClock.Now(WallLog.LastAt(db)).Time;
                var over = Over(db, time);
                foreach (var glass in over)
                    glass.End(db, HasNoSession(db, glass) && glass.ExpiresAt > time ? GlassState.Closed : GlassState.Expired, by: null, time);
                return over;
            },
            CancellationToken.None);
        requests.Shut(ended.ConvertAll(g => g.Id));
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

    private static List<Glass> Over(Session db, DateTimeOffset time) => Glass.UnderWay(db).FindAll(g => IsOver(db, g, time));

    private static bool IsOver(Session db, Glass glass, DateTimeOffset time) =>
        glass.State == GlassState.Open ? glass.ExpiresAt <= time || HasNoSession(db, glass) : glass.IsStale(time);

    private static bool HasNoSession(Session db, Glass glass) =>
        glass.State == GlassState.Open && db.Scalar<long>("SELECT COUNT(*) FROM sessions WHERE id = @id", ("@id", glass.Session?.Text)) == 0;
}
