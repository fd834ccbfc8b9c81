using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;

namespace Cloison.ServerTests.Walls;

/// <summary>Two customers that have signed that they are no rivals, long enough ago.</summary>
internal static class Agreed
{
    public static async Task BetweenAsync(ControlDatabase control, CustomerId one, CustomerId other, DateTimeOffset now)
    {
        var ct = TestContext.Current.CancellationToken;
        var (oneName, otherName) = (await CodeNames.OfAsync(control, one, now, ct), await CodeNames.OfAsync(control, other, now, ct));
        await control.WriteAsync(
            db =>
            {
                WallRegistry.Sign(db, one, otherName, PersonId.New(now), now.AddHours(-24));
                WallRegistry.Sign(db, other, oneName, PersonId.New(now), now.AddHours(-24));
            },
            ct);
    }
}
