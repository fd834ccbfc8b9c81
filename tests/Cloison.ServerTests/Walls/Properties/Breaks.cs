using Cloison.Domain.Walls;
using Xunit.Sdk;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>Negative controls: a property that still holds while its rule is off proves nothing.</summary>
internal static class Breaks
{
    /// <summary>Asserts that the property holds on the product, and fails on a server without the rules.</summary>
    public static async Task WithoutAsync(WallPlace place, Func<WallServer, Task> property, params WallRule[] rules)
    {
        await using (var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All))
            await property(server);
        await using var broken = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All.Without(rules));
        var failure = await Record.ExceptionAsync(() => property(broken));
        // Any other exception would be a broken test, not a broken property.
        Assert.True(failure is XunitException, $"Without {string.Join(", ", rules)} the property {(failure is null ? "still holds" : $"does not fail as it should: {failure}")}.");
    }
}
