using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P13: whoever the wall refuses is told one thing, by every route, for every rule and for whatever he asks: the same status, headers, size and body. How long
/// a refusal takes is compared by <c>Cloison.Benchmarks refusals</c>, not here.
/// </summary>
public sealed class P13RefusalTests(WallsInSqlite place) : IClassFixture<WallsInSqlite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Who_has_roles_with_two_rivals_learns_the_same_from_every_route() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (one, other) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
            var (person, _) = await server.HireAsync(one, Role.Administrator);
            await server.PlantRoleAsync(person, other, Role.Administrator);
            await AssertRefusedAlikeAsync(server, person, one, other);
        },
        WallRule.Wall);

    [Fact]
    public Task So_does_who_has_seen_a_rival() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (one, other) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
            var (_, head) = await server.HireAsync(one, Role.Administrator);
            var (person, browser) = await server.HireAsync(one, Role.Administrator);
            Assert.Equal(200, await browser.StatusAsync());
            await head.DoAsync(HttpMethod.Delete, $"/api/people/{person}");
            await server.PlantRoleAsync(person, other, Role.Administrator);
            await AssertRefusedAlikeAsync(server, person, other, one);
        },
        WallRule.Cooling);

    [Fact]
    public Task So_does_who_runs_the_installation() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (one, other) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
            var (person, _) = await server.HireAsync(one, Role.Administrator);
            await server.Control.WriteAsync(db => WallRegistry.SetInsider(db, person, Insider.Support, server.Clock.GetUtcNow()), Ct);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await AssertRefusedAlikeAsync(server, person, one, other);
        },
        WallRule.Insider);

    [Fact]
    public Task So_does_who_owns_it_even_in_the_operators_house() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var other = await server.NewCustomerAsync();
            var (_, house) = await server.NewOperatorAsync();
            var (person, _) = await server.HireAsync(house, Role.Administrator);
            await server.Control.WriteAsync(db => WallRegistry.SetInsider(db, person, Insider.Owner, server.Clock.GetUtcNow()), Ct);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            await AssertRefusedAlikeAsync(server, person, house, other);
        },
        WallRule.Owner);

    [Fact]
    public async Task Lists_counts_and_choices_are_made_behind_the_wall()
    {
        // What a person sees of himself names only the customers that he has a role for, and counts nothing of theirs.
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
        var (one, other) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
        var (person, _) = await server.HireAsync(one, Role.Lead);
        await server.PlantRoleAsync(person, other, Role.Lead);
        var before = await OwnViewAsync(server, person, one);
        for (var n = 0; n < 3; n++)
            await server.NewProjectAsync(one, tasks: 5 + n);
        Assert.Equal(before, await OwnViewAsync(server, person, one));
        // The control: to who is let in, more projects are more work.
        var (_, colleague) = await server.HireAsync(one, Role.Lead);
        Assert.Contains("A project", await colleague.SendAsync(HttpMethod.Get, "/api/work").Result.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    // Of every route that carries content: what is the customer's own, what is its rival's, and what is nobody's.
    private static async Task AssertRefusedAlikeAsync(WallServer server, PersonId person, CustomerId here, CustomerId elsewhere)
    {
        var (ours, theirs) = (await server.NewProjectAsync(here), await server.NewProjectAsync(elsewhere));
        var nowhere = Place.Nowhere();
        var places = new[] { nowhere, With(nowhere, ours), With(nowhere, theirs) };
        var replies = new Dictionary<string, string>(StringComparer.Ordinal);
        var routes = server.Routes.Where(r => r is { IsApi: true, SteersWall: false } && r.Policy is { } policy && Policies.InCompartment.ContainsKey(policy)).ToList();
        Assert.InRange(routes.Count, 60, int.MaxValue);
        using var browser = await server.SignInAsync(person, here);
        foreach (var route in routes)
            foreach (var asked in places)
                replies.TryAdd(await browser.AskAsync(route, asked), route.ToString());
        Assert.True(replies.Count == 1, string.Join("\n\n", replies.Select(r => $"{r.Value}: {r.Key}")));
        Assert.StartsWith("403", replies.Single().Key, StringComparison.Ordinal);
    }

    private static async Task<string> OwnViewAsync(WallServer server, PersonId person, CustomerId customer)
    {
        using var browser = await server.SignInAsync(person, customer);
        var text = "";
        foreach (var path in new[] { "/api/me", "/api/me/wall", "/api/work", "/api/projects", "/api/people", "/api/templates" })
            using (var response = await browser.SendAsync(HttpMethod.Get, path))
                text += await response.Content.ReadAsStringAsync(Ct);
        return text;
    }

    private static Place With(Place place, ProjectId project) =>
        new(new Dictionary<string, string>(place.Ids, StringComparer.Ordinal) { ["project"] = project.Text });
}

/// <summary>P13 for who is inside: what is another customer's, another project's and nobody's.</summary>
public sealed class P13ForeignProjectTests(WholeServer server) : IClassFixture<WholeServer>
{
    [Fact]
    public async Task A_project_of_another_customer_is_answered_to_the_byte_as_one_of_nobody()
    {
        using var head = await server.HeadAsync(server.Ours);
        var replies = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var route in server.Routes.Where(r => r.IsApi && r.Policy is { } policy && Policies.InCompartment.ContainsKey(policy) && r.Parameters.Contains("project")))
            foreach (var place in new[] { server.Abroad, Place.Nowhere() })
            {
                using var request = new HttpRequestMessage(route.Method, route.At(place) + (route.Pattern.EndsWith("/files", StringComparison.Ordinal) ? "?path=a.txt" : ""));
                if (route.Writes && route.Method != HttpMethod.Delete)
                    request.Content = WholeServer.Json(Bodies.For(route, place) ?? "{}");
                using var response = await head.SendAsync(request, TestContext.Current.CancellationToken);
                replies.TryAdd(await response.WholeAsync(), route.ToString());
            }

        Assert.True(replies.Count == 1, string.Join("\n\n", replies.Select(r => $"{r.Value}: {r.Key}")));
        Assert.StartsWith("404", replies.Single().Key, StringComparison.Ordinal);
    }
}
