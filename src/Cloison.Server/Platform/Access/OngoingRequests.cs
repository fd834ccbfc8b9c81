using System.Collections.Concurrent;
using Cloison.Server.Platform.Walls;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// Requests of compartments that are being answered. What lets a request in also ends it: whoever is let in no longer, because his session or key has ended
/// or the wall has changed, is cut off in the middle of what he downloads.
/// </summary>
internal sealed class OngoingRequests(KnownCallers known, WallGate wall, TimeProvider clock, ILogger<OngoingRequests> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<Ongoing, bool> all = new();

    /// <summary>Dispose it when the request has ended.</summary>
    public IDisposable Enter(HttpContext context, Caller caller, bool passesWall)
    {
        var ongoing = new Ongoing(all, context, caller, passesWall, caller.Glass is null ? default : GlassUse.Of(context));
        all[ongoing] = true;
        return ongoing;
    }

    /// <summary>One look at the requests that were there at the look before: most are over by then, and cost nothing.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        foreach (var group in all.Keys.Where(o => o.Looks++ > 0).GroupBy(o => (o.Caller.Session, o.Caller.Key, o.PassesWall, o.Use)))
        {
            var caller = group.First().Caller;
            if (!await known.IsStillKnownAsync(caller, ct) || (group.Key.PassesWall && await wall.AdmitAsync(caller, group.Key.Use, ct) is not null))
                foreach (var ongoing in group)
                    ongoing.Abort();
        }
    }

    /// <summary>After the commit of their end: their sessions are known no more, and what still runs behind them here is cut at once; on other nodes by the next look.</summary>
    public void Shut(params IReadOnlyCollection<GlassId> glasses)
    {
        if (glasses.Count == 0)
            return;
        known.Forget();
        foreach (var ongoing in all.Keys.Where(o => o.Caller.Glass is { } glass && glasses.Contains(glass.Id)))
            ongoing.Abort();
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
                // New requests are refused by their own gates; the next look may succeed.
                log.LogError("Looking after requests failed: {Type}", e.GetType());
            }
    }

    private sealed class Ongoing(ConcurrentDictionary<Ongoing, bool> all, HttpContext context, Caller caller, bool passesWall, GlassUse use) : IDisposable
    {
        private readonly Lock gate = new();
        private bool isOver;

        public Caller Caller => caller;

        public bool PassesWall => passesWall;

        public GlassUse Use => use;

        public int Looks { get; set; }

        public void Abort()
        {
            // A context that is over may be another request's already.
            lock (gate)
                if (!isOver)
                    context.Abort();
        }

        public void Dispose()
        {
            lock (gate)
                isOver = true;
            all.TryRemove(this, out _);
        }
    }
}
