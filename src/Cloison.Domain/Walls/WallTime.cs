namespace Cloison.Domain.Walls;

/// <summary>
/// Time as the wall sees it. A clock that is put back shortens nothing, because no decision is earlier than the one before; a clock that leaps
/// forward is not believed until an operator confirms it.
/// </summary>
/// <param name="Time">What decisions use.</param>
/// <param name="IsInDoubt">No new door opens.</param>
public readonly record struct WallTime(DateTimeOffset Time, bool IsInDoubt)
{
    /// <summary>More than any correction of a healthy clock.</summary>
    public static readonly TimeSpan Leap = TimeSpan.FromMinutes(5);

    /// <summary>Of a machine that was off there is no other witness: longer than a long weekend is for an operator to confirm.</summary>
    public static readonly TimeSpan LongestRest = TimeSpan.FromDays(7);

    /// <param name="clock">What the machine says.</param>
    /// <param name="expected">What it should say by a count that nobody can set: where it stood at the start, and the time since.</param>
    /// <param name="lastDecision">When the wall last decided something; null: never.</param>
    public static WallTime Of(DateTimeOffset clock, DateTimeOffset expected, DateTimeOffset? lastDecision)
    {
        var leaps = clock - expected > Leap;
        var time = leaps ? expected : clock;
        return new(lastDecision is { } last && last > time ? last : time, leaps);
    }

    /// <summary>Whether the first look at the clock after a start is to be believed.</summary>
    public static bool IsPlausibleStart(DateTimeOffset clock, DateTimeOffset? lastDecision) => lastDecision is not { } last || clock - last <= LongestRest;
}
