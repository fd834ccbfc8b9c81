namespace Cloison.Server.Features.Work;

internal static class Storable
{
    /// <summary>The time as it is stored, in whole milliseconds: a receipt that is sent again from the table must say the same.</summary>
    public static DateTimeOffset Of(DateTimeOffset now) => DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
}
