using System.Text.Json.Nodes;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;

namespace Cloison.ServerTests.Platform;

/// <summary>Every route of the server, asked by those who may not and for what is not theirs.</summary>
public sealed class RouteTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Route> Api => server.Routes.Where(r => r.IsApi);

    [Fact]
    public void Every_route_names_a_policy_or_says_why_it_is_public()
    {
        Assert.True(server.Routes.Count > 40, "The routes must be found.");
        Assert.Equal([], server.Routes.Where(r => !Names(r)).Select(r => r.ToString()));
        // The control: a route that names none is seen.
        Assert.False(Names(new(HttpMethod.Get, "/api/forgotten", [], null, null)));

        static bool Names(Route route) =>
            route.PublicReason is { Length: > 10 } ^ (route.Policy is Policies.SignedIn or Policies.Operate || (route.Policy is { } p && Policies.InCompartment.ContainsKey(p)));
    }

    [Fact]
    public void Every_route_that_writes_has_a_body_to_be_tested_with() => Assert.Equal(
        [], Api.Where(r => r.Writes && r.Method != HttpMethod.Delete && !Bodies.Json.ContainsKey(r.ToString()) && !Bodies.Without.Contains(r.ToString())).Select(r => r.ToString()));

    [Fact]
    public async Task An_id_of_another_project_one_of_another_customer_and_one_of_nothing_are_answered_alike()
    {
        using var head = await server.HeadAsync(server.Ours);
        var nowhere = Place.Nowhere();
        var differences = new List<string>();
        var refused = 0;
        // The operator's register is of people, whatever their customer.
        foreach (var route in Api.Where(r => r.PublicReason is null && r.Policy != Policies.Operate && r.Parameters.Any(p => p is not "version" and not "index" and not "number")))
        {
            // Under our project first, then under a foreign one.
            var (nothing, nothingAtAll) = (await AskAsync(head, route, nowhere.Under(server.Home)), await AskAsync(head, route, nowhere));
            refused += nothingAtAll.Status == 404 ? 1 : 0;
            // What is counted in each project is there under the same number.
            if (route.Parameters.Any(p => p is not "project" and not "version" && (p != "number" || !route.Parameters.Contains("project"))))
            {
                if (route.Parameters.Contains("project"))
                    Compare(route, "another project's", await AskAsync(head, route, server.Beside.Under(server.Home)), nothing, server.Beside, nowhere);
                Compare(route, "another customer's", await AskAsync(head, route, server.Abroad.Under(server.Home)), nothing, server.Abroad, nowhere);
            }

            if (route.Parameters.Contains("project"))
                Compare(route, "another customer's project", await AskAsync(head, route, server.Abroad), nothingAtAll, server.Abroad, nowhere);
        }

        Assert.Equal([], differences);
        Assert.InRange(refused, 30, int.MaxValue);

        void Compare(Route route, string whose, (int Status, string Body) got, (int Status, string Body) nothing, Place asked, Place nowhere)
        {
            // A reply may repeat the id that was asked for.
            foreach (var (name, id) in asked.Ids.Where(i => i.Key is not "token" and not "version" and not "index" and not "number"))
                got.Body = got.Body.Replace(id, nowhere.Ids[name], StringComparison.Ordinal);
            if (got != nothing)
                differences.Add($"{route} with {whose} id: {got.Status} {got.Body}; with none: {nothing.Status} {nothing.Body}");
        }
    }

    [Fact]
    public async Task What_is_ones_own_is_found_at_the_same_addresses()
    {
        // The control of the test above: it is not that nothing is ever found.
        using var head = await server.HeadAsync(server.Ours);
        using var theirs = await server.HeadAsync(server.Theirs);
        foreach (var route in Api.Where(r => r is { PublicReason: null, Writes: false } && !r.Pattern.EndsWith("/content", StringComparison.Ordinal) && !r.Pattern.EndsWith("/thumbnail", StringComparison.Ordinal)))
        {
            Assert.Equal((route.ToString(), 200), (route.ToString(), (await AskAsync(head, route, server.Home)).Status));
            Assert.Equal((route.ToString(), 200), (route.ToString(), (await AskAsync(theirs, route, server.Abroad)).Status));
        }
    }

    [Fact]
    public async Task Whoever_has_not_the_role_is_refused_before_anything_is_read()
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            using var http = await server.HireAsync(server.Ours, role);
            foreach (var route in Api.Where(r => r.Policy is not null and not Policies.SignedIn))
            {
                if (route.Policy != Policies.Operate && (role == Role.Administrator || Policies.InCompartment[route.Policy!].Roles.Contains(role)))
                    continue;
                // The body is not even JSON, and the id is one time ours and one time nothing: a refusal tells nothing of either.
                foreach (var place in new[] { server.Home, Place.Nowhere() })
                    Assert.Equal((role, route.ToString(), 403), (role, route.ToString(), (await AskAsync(http, route, place, body: "{")).Status));
            }
        }
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_asked_to()
    {
        using var nobody = server.Client(session: null);
        using var forged = server.Client("Zm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2VkZm8", key: null);
        foreach (var route in Api.Where(r => r.PublicReason is null))
            foreach (var http in new[] { nobody, forged })
                Assert.Equal((route.ToString(), 401), (route.ToString(), (await AskAsync(http, route, server.Home, body: "{")).Status));
    }

    [Fact]
    public async Task A_key_does_what_its_scope_says_and_no_more()
    {
        var admitted = 0;
        foreach (var scope in Enum.GetValues<KeyScope>())
        {
            using var program = await server.ProgramAsync(scope);
            foreach (var route in Api.Where(r => r.PublicReason is null))
            {
                var may = route.Policy is { } policy && Policies.InCompartment.TryGetValue(policy, out var allowed) && allowed.Scope == scope;
                var status = (await AskAsync(program, route, Place.Nowhere(), body: "{")).Status;
                Assert.Equal((scope, route.ToString(), !may), (scope, route.ToString(), status == 403));
                Assert.NotEqual(401, status);
                admitted += may ? 1 : 0;
            }
        }

        Assert.InRange(admitted, 20, int.MaxValue);
    }

    [Fact]
    public async Task A_request_that_another_site_made_a_browser_send_changes_nothing()
    {
        using var head = await server.HeadAsync(server.Ours);
        head.DefaultRequestHeaders.Remove("X-Cloison");
        foreach (var route in Api.Where(r => r is { PublicReason: null, Writes: true }))
            Assert.Equal((route.ToString(), 403), (route.ToString(), (await AskAsync(head, route, server.Home, body: "{")).Status));
    }

    [Fact]
    public async Task Addresses_that_do_not_exist_and_methods_that_a_route_has_not_are_problems_too()
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "/api/nothing"), (HttpMethod.Post, "/api/me"), (HttpMethod.Delete, "/api/projects"), (HttpMethod.Put, "/api/setup"), (HttpMethod.Get, "/api/projects/%2e%2e%2f"),
            (HttpMethod.Get, "/api/projects/prj_1"), (HttpMethod.Get, "/api/projects/" + new string('a', 5000)), (HttpMethod.Options, "/api/me"),
            (HttpMethod.Get, $"/api/projects/{server.Home.Ids["project"]}/tasks?limit=x"), (HttpMethod.Get, $"/api/projects/{server.Home.Ids["project"]}/tasks?state=%ff%fe&cursor=%00"),
            (HttpMethod.Get, $"/api/projects/{server.Home.Ids["project"]}/tasks?label=%ed%a0%80&search=%00"), (HttpMethod.Get, $"/api/projects/{server.Home.Ids["project"]}/ontologies/99999999999999"),
        })
        {
            using var request = new HttpRequestMessage(method, path);
            using var response = await head.SendAsync(request, Ct);
            Assert.InRange((int)response.StatusCode, 200, 499);
            if (!path.Contains("label=", StringComparison.Ordinal))
                Assert.InRange((int)response.StatusCode, 400, 499);
        }
    }

    [Fact]
    public async Task An_address_that_is_none_of_the_api_is_one_of_the_web_ui()
    {
        using var head = await server.PlainHeadAsync(server.Ours);
        foreach (var path in new[] { "/", "/setup", "/projects/anything" })
            Assert.NotEqual("application/problem+json", (await head.GetAsync(path, Ct)).Content.Headers.ContentType?.MediaType);
        Assert.Equal("application/problem+json", (await head.GetAsync("/api/anything", Ct)).Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("limit=x", "limit")]
    [InlineData("limit=5&state=no_such_state", "state")]
    [InlineData("limit=5&batch=bat_1&label=a", "batch")]
    [InlineData("person=9&limit=5", "person")]
    public async Task A_value_in_a_query_that_is_none_is_named(string query, string name)
    {
        using var head = await server.HeadAsync(server.Ours);
        using var response = await head.GetAsync($"/api/projects/{server.Home.Ids["project"]}/tasks?{query}", Ct);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(name, JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!["errors"]![0]!["path"]!.ToString());
    }

    private static async Task<(int Status, string Body)> AskAsync(HttpClient http, Route route, Place place, string? body = null)
    {
        using var request = new HttpRequestMessage(route.Method, route.At(place) + (route.Pattern.EndsWith("/files", StringComparison.Ordinal) ? "?path=a.txt" : ""));
        if (route.Writes && route.Method != HttpMethod.Delete && (body ?? Bodies.For(route, place) ?? "{}") is { } json)
            request.Content = WholeServer.Json(json);
        using var response = await http.SendAsync(request, Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }
}
