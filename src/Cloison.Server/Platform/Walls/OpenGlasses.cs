using System.Collections.Concurrent;
using Cloison.Server.Platform.Access;

namespace Cloison.Server.Platform.Walls;

/// <summary>The requests that run behind broken glass on this node: they end with it, also in the middle of an answer.</summary>
internal sealed class OpenGlasses(KnownCallers known)
{
    private readonly ConcurrentDictionary<Running, bool> requests = new();

    /// <summary>Glasses that something runs behind.</summary>
    public IEnumerable<GlassId> Used => requests.Keys.Select(r => r.Glass).Distinct();

    /// <summary>Called before the wall is asked, so that none slips through between its answer and an end. Disposed when the request ends.</summary>
    public IDisposable Enter(GlassId glass, HttpContext context)
    {
        var running = new Running(this, glass, context);
        requests[running] = true;
        return running;
    }

    /// <summary>After the commit of their end: their sessions are known no more, and what still runs is cut.</summary>
    public void Shut(params IReadOnlyCollection<GlassId> glasses)
    {
        if (glasses.Count == 0)
            return;
        known.Forget();
        foreach (var running in requests.Keys.Where(r => glasses.Contains(r.Glass)))
            running.Context.Abort();
    }

    private sealed class Running(OpenGlasses all, GlassId glass, HttpContext context) : IDisposable
    {
        public GlassId Glass => glass;

        public HttpContext Context => context;

        public void Dispose() => all.requests.TryRemove(this, out _);
    }
}
