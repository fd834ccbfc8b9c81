using Cloison.Domain.Walls;

namespace Cloison.Server.Platform.Walls;

/// <summary>Watches the machine's clock by a count that nobody can set. See <see cref="WallTime"/>.</summary>
internal sealed class WallClock(TimeProvider clock)
{
    private readonly Lock gate = new();
    private DateTimeOffset anchor = clock.GetUtcNow();
    private long anchorTicks = clock.GetTimestamp();
    private bool isStartBelieved;
    private bool isStartInDoubt;

    public WallTime Now(DateTimeOffset? lastDecision)
    {
        lock (gate)
        {
            if (!isStartBelieved)
            {
                isStartInDoubt = !WallTime.IsPlausibleStart(anchor, lastDecision);
                isStartBelieved = true;
            }

            var time = WallTime.Of(clock.GetUtcNow(), anchor + clock.GetElapsedTime(anchorTicks), lastDecision);
            return isStartInDoubt ? time with { IsInDoubt = true } : time;
        }
    }

    /// <summary>An operator says that the clock is right as it stands.</summary>
    public DateTimeOffset Confirm()
    {
        lock (gate)
        {
            (anchor, anchorTicks) = (clock.GetUtcNow(), clock.GetTimestamp());
            (isStartBelieved, isStartInDoubt) = (true, false);
            return anchor;
        }
    }
}
