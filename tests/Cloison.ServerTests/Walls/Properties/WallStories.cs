using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>What several properties begin with, and how they look at replies.</summary>
internal static partial class WallStories
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Two customers that have signed, long enough ago, and somebody who has seen the content of both.</summary>
    public static async Task<(CustomerId One, CustomerId Other, Browser OtherHead, string OneName, PersonId Person)> FriendsAsync(this WallServer server)
    {
        var (one, other) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
        await Agreed.BetweenAsync(server.Control, one, other, server.Clock.GetUtcNow());
        var (_, oneHead) = await server.HireAsync(one, Role.Administrator);
        var (_, otherHead) = await server.HireAsync(other, Role.Administrator);
        var oneName = (await oneHead.GetAsync<WallSettings>("/api/walls")).CodeName;
        var (person, here) = await server.HireAsync(one, Role.Lead, Role.Engineer);
        await server.PlantRoleAsync(person, other, Role.Lead);
        Assert.Equal((200, 200), (await here.StatusAsync(), await (await server.SignInAsync(person, other)).StatusAsync()));
        return (one, other, otherHead, oneName, person);
    }

    public static async Task<int> StatusAsync(this Browser browser, string path = "/api/projects")
    {
        using var response = await browser.SendAsync(HttpMethod.Get, path);
        return (int)response.StatusCode;
    }

    /// <summary>Everything of a reply: status, names and values of the headers, body. The page's nonce, of a fixed length, is the only thing that is masked.</summary>
    public static async Task<string> WholeAsync(this HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date").OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var body = await response.Content.ReadAsStringAsync(Ct);
        return Nonce().Replace($"{(int)response.StatusCode}\n{string.Join('\n', headers)}\n{response.Content.Headers.ContentLength}\n{body}", "'nonce'");
    }

    /// <summary>Sends what a route takes, to a place.</summary>
    public static async Task<string> AskAsync(this Browser browser, Route route, Place place)
    {
        var body = route.Writes && route.Method != HttpMethod.Delete ? System.Text.Json.JsonElement.Parse(Bodies.For(route, place) ?? "{}") : (object?)null;
        using var response = await browser.SendAsync(route.Method, route.At(place) + (route.Pattern.EndsWith("/files", StringComparison.Ordinal) ? "?path=a.txt" : ""), body);
        return await response.WholeAsync();
    }

    [GeneratedRegex("'nonce-[A-Za-z0-9+/]{24}'", RegexOptions.NonBacktracking)]
    private static partial Regex Nonce();
}
