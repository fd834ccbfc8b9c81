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
}
