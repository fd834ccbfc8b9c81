using System.Net.Http.Headers;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Security;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P12: nothing that a browser or a cache has kept opens a door that has been shut since. Who is refused is refused in whatever way he asks: whether anything
/// has changed, for a part, or by an address that he was given before. Sign-out, headers and other people's hands are in <see cref="SharedContentTests"/>.
/// </summary>
public sealed class P12CacheTests(ServerWithContentOrigin server) : IClassFixture<ServerWithContentOrigin>
{
    private static readonly (string Name, Action<HttpRequestHeaders> Set)[] Ways =
    [
        ("plain", _ => { }),
        ("if anything has changed", h => h.IfNoneMatch.Add(EntityTagHeaderValue.Any)),
        ("since tomorrow", h => h.IfModifiedSince = TimeProvider.System.GetUtcNow().AddDays(1)),
        ("if it is the same", h => h.IfMatch.Add(EntityTagHeaderValue.Any)),
        ("the first byte", h => h.Range = new(0, 0)),
        ("the last bytes", h => h.Range = new(null, 5)),
        ("the first byte if it is the same", h =>
        {
            h.Range = new(0, 0);
            h.IfRange = new(new EntityTagHeaderValue("\"x\""));
        }),
    ];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Route> Reads => server.Routes.Where(r => r is { IsApi: true, Writes: false, IsWithoutContent: false } && r.Policy is { } policy && Policies.InCompartment.ContainsKey(policy));

    [Fact]
    public async Task After_a_role_has_ended_no_way_of_asking_gets_anything_of_any_route()
    {
        using var head = await server.HeadAsync(server.Ours);
        var (person, token) = await server.SignInAsync(server.Ours, Role.Administrator);
        using var http = Visitors.Client(head.BaseAddress!.ToString(), token);
        // The control: until then everything is given, and nothing of it as "not changed".
        Assert.All(await AskAsync(http), r => Assert.Contains(r.Status, new[] { 200, 206, 302, 404, 416 }));
        Assert.InRange((await AskAsync(http)).Count(r => r.Status is 200 or 206 or 302), 100, int.MaxValue);
        using (var removed = await head.DeleteAsync($"/api/people/{person}", Ct))
            Assert.True(removed.IsSuccessStatusCode);
        Assert.All(await AskAsync(http), r => Assert.Equal((r.Route, 401), (r.Route, r.Status)));
    }

    [Fact]
    public async Task While_the_keys_are_taken_back_nothing_is_given_in_any_way()
    {
        using var theirs = await server.HeadAsync(server.Theirs);
        var address = await AddressAsync(theirs);
        using var nobody = server.Client(session: null);
        Assert.Equal(200, (int)(await nobody.GetAsync(address, Ct)).StatusCode);
        using (await theirs.PostAsync("/api/custody/revoke", WholeServer.Json("{}"), Ct))
            Assert.All(await AskAsync(theirs, server.Abroad), r => Assert.Equal((r.Route, 451), (r.Route, r.Status)));
        // An address that was given before is worth nothing either, and says as little.
        Assert.Equal(451, (int)(await nobody.GetAsync(address, Ct)).StatusCode);
        using (await theirs.PostAsync("/api/custody/restore", WholeServer.Json("{}"), Ct))
            Assert.Equal(200, (int)(await nobody.GetAsync(address, Ct)).StatusCode);
    }

    [Fact]
    public async Task An_address_of_content_ends_with_the_role_and_with_the_session_that_it_was_given_to()
    {
        using var head = await server.HeadAsync(server.Ours);
        using var nobody = server.Client(session: null);
        var (person, token) = await server.SignInAsync(server.Ours, Role.Lead);
        var (other, otherToken) = await server.SignInAsync(server.Ours, Role.Lead);
        var (address, others) = (await AddressAsync(server.Client(token)), await AddressAsync(server.Client(otherToken)));
        Assert.Equal((200, 200), ((int)(await nobody.GetAsync(address, Ct)).StatusCode, (int)(await nobody.GetAsync(others, Ct)).StatusCode));
        using (await head.DeleteAsync($"/api/people/{person}", Ct))
            Assert.Equal(401, (int)(await nobody.GetAsync(address, Ct)).StatusCode);
        // Another person's is his own.
        Assert.Equal(200, (int)(await nobody.GetAsync(others, Ct)).StatusCode);
        Assert.NotEqual(person, other);
    }

    private async Task<Uri> AddressAsync(HttpClient http)
    {
        var place = (await http.GetAsync($"/api/projects/{server.Home.Ids["project"]}", Ct)).IsSuccessStatusCode ? server.Home : server.Abroad;
        using var response = await http.GetAsync($"/api/projects/{place.Ids["project"]}/assets/{place.Ids["asset"]}", Ct);
        Assert.Equal(302, (int)response.StatusCode);
        return response.Headers.Location!;
    }

    private async Task<List<(string Route, int Status)>> AskAsync(HttpClient http, Place? place = null)
    {
        var replies = new List<(string, int)>();
        foreach (var route in Reads)
            foreach (var (name, set) in Ways)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, route.At(place ?? server.Home));
                set(request.Headers);
                using var response = await http.SendAsync(request, Ct);
                Assert.Null(response.Headers.ETag);
                replies.Add(($"{route}, {name}", (int)response.StatusCode));
            }

        return replies;
    }
}
