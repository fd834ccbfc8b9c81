namespace Cloison.Domain.Walls;

/// <summary>
/// How long who has seen one customer stays away from its rivals. A customer may lengthen its own alone and at once. Shortening never touches
/// what was seen before: for that, the longest that was demanded since then counts, of either side.
/// </summary>
public static class CoolingOff
{
    /// <summary>No customer may ask for less; who has asked for nothing has this.</summary>
    public const int LeastDays = 365;

    /// <summary>A hundred years: for ever.</summary>
    public const int MostDays = 36_500;

    /// <summary>The longest that is demanded now or later of what is seen at a moment, in days.</summary>
    /// <param name="demands">One customer's, the oldest first, each at another time.</param>
    public static int Longest(IReadOnlyList<CoolingDemand> demands, DateTimeOffset seen) => Longest(demands, demands.LastOrDefault(d => d.At <= seen), seen);

    /// <summary>When everything that was seen from the first moment to the last has stopped to count.</summary>
    /// <param name="demands">One customer's, the oldest first, each at another time.</param>
    /// <remarks>Who was there all the time has also seen something just before each change, under the demand that held until then.</remarks>
    public static DateTimeOffset End(IReadOnlyList<CoolingDemand> demands, DateTimeOffset first, DateTimeOffset last) => demands
        .Where(d => d.At > first && d.At <= last)
        .Select(change => change.At.AddDays(Longest(demands, demands.LastOrDefault(d => d.At < change.At), change.At)))
        .Append(last.AddDays(Longest(demands, last))).Max();

    private static int Longest(IReadOnlyList<CoolingDemand> demands, CoolingDemand? held, DateTimeOffset from) =>
        demands.Where(d => d.At >= from).Append(held).Max(d => Math.Max(LeastDays, d?.Days ?? LeastDays));
}

/// <summary>From then on a customer wants who has seen its content to stay away from its rivals for so many days.</summary>
public sealed record CoolingDemand(DateTimeOffset At, int Days);
