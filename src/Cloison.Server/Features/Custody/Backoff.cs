namespace Cloison.Server.Features.Custody;

/// <summary>When that which failed is tried again: after 1 s, 2 s, 4 s … and at last every five minutes. Keeps what has failed, and nothing else. Thread-safe.</summary>
internal sealed class Backoff(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Setback> setbacks = [];

    public bool IsDue(string work)
    {
        lock (gate)
            return !setbacks.TryGetValue(work, out var last) || clock.GetUtcNow() >= last.Again;
    }

    /// <returns>Whether the reason is another one than the last time.</returns>
    public bool Fail(string work, string reason)
    {
        lock (gate)
        {
            var last = setbacks.GetValueOrDefault(work);
            var pause = last is null ? First : last.Pause * 2 < Longest ? last.Pause * 2 : Longest;
            setbacks[work] = new(reason, pause, clock.GetUtcNow() + pause);
            return last?.Reason != reason;
        }
    }

    /// <returns>Whether it had failed before.</returns>
    public bool Succeed(string work)
    {
        lock (gate)
            return setbacks.Remove(work);
    }

    private sealed record Setback(string Reason, TimeSpan Pause, DateTimeOffset Again);
}
