namespace Cloison.Domain.Walls;

/// <summary>Everyone is everyone's rival until both have signed that they are not, and a day has passed: time for either to think again.</summary>
public static class Rivalry
{
    public static readonly TimeSpan Reflection = TimeSpan.FromHours(24);

    /// <summary>When the agreement counts; null while a signature is missing.</summary>
    public static DateTimeOffset? EndsAt(DateTimeOffset? signedHere, DateTimeOffset? signedThere) =>
        signedHere is { } here && signedThere is { } there ? (here > there ? here : there) + Reflection : null;

    public static bool Is(DateTimeOffset? signedHere, DateTimeOffset? signedThere, DateTimeOffset time) =>
        EndsAt(signedHere, signedThere) is not { } end || time < end;
}
