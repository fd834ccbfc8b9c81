using System.Text.Json;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.AccessLogs;

/// <summary>No log, no data: every route of a compartment says what it logs, and gives nothing away when the log does not take it.</summary>
public sealed class LogBeforeServeTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Route> InCompartment => server.Routes.Where(r => r.Policy is { } policy && Server.Platform.Access.Policies.InCompartment.ContainsKey(policy));

    [Fact]
    public void Every_route_of_a_compartment_says_what_it_logs_or_why_it_carries_no_content()
    {
        Assert.True(InCompartment.Count() > 40, "The routes must be found.");
        Assert.Equal([], InCompartment.Where(r => !Says(r)).Select(r => r.ToString()));
        // The control: a route that says nothing is seen, and so is an empty reason.
        Assert.False(Says(new(HttpMethod.Get, "/api/forgotten", [], "Read", null)));
        Assert.False(Says(new(HttpMethod.Get, "/api/lazy", [], "Read", null) { Log = new LogRule.Nothing("no") }));

        static bool Says(Route route) => route.Log is LogRule.Before or LogRule.Within or LogRule.Nothing { Why.Length: > 10 };
    }

    [Fact]
    public async Task When_the_log_takes_nothing_every_content_route_answers_503_and_not_a_byte_of_content()
    {
        using var head = await server.PlainHeadAsync(server.Ours);
        // The control first: what the same requests give while the log works.
        var served = new List<string>();
        var given = new Dictionary<string, (int Status, string Body)>(StringComparer.Ordinal);
        foreach (var route in Reads)
        {
            given[route.ToString()] = await AskAsync(head, route);
            if (given[route.ToString()].Status == 200)
                served.Add(route.ToString());
        }

        Assert.InRange(served.Count, 15, int.MaxValue);
        await server.WithoutLogAsync(server.Ours, async () =>
        {
            foreach (var route in InCompartment.Where(r => r.IsApi && r.Log is LogRule.Before))
            {
                var (status, body) = await AskAsync(head, route);
                Assert.Equal((route.ToString(), 503), (route.ToString(), status));
                Assert.Equal("log.unavailable", JsonElement.Parse(body).GetProperty("code").GetString());
                Assert.InRange(body.Length, 1, 400);
            }

            // What is logged within its own transaction gives nothing away either.
            foreach (var route in InCompartment.Where(r => r.IsApi && r.Log is LogRule.Within && !r.Pattern.Contains("{person}", StringComparison.Ordinal) && !r.Pattern.Contains("{key}", StringComparison.Ordinal)))
            {
                var (status, body) = await AskAsync(head, route);
                Assert.True(status >= 400 && body.Contains("\"code\"", StringComparison.Ordinal), $"{route}: {status} {body}");
            }

            var claim = await AskAsync(head, server.Routes.Single(r => r.ToString() == "POST /api/projects/{project}/claim"));
            Assert.Equal(503, claim.Status);
            // Whoever is let in or out without the log being able to say so is not.
            var key = await AskAsync(head, server.Routes.Single(r => r.ToString() == "POST /api/keys"));
            Assert.Equal(503, key.Status);
        });

        foreach (var route in Reads)
            Assert.Equal((route.ToString(), given[route.ToString()].Status), (route.ToString(), (await AskAsync(head, route)).Status));
    }

    [Fact]
    public async Task A_read_is_in_the_log_with_who_what_and_by_which_route()
    {
        using var head = await server.HeadAsync(server.Ours);
        await AskAsync(head, server.Routes.Single(r => r.ToString() == "GET /api/projects/{project}/tasks/{task}"));
        var log = await server.LogAsync(server.Ours);
        var last = EntryEncoding.Read((await log.ReadAsync(0, 100_000, Ct))[^1]);
        Assert.Equal(
            ("access.read", log.Pseudonym(server.Ours.Head.Text), "administrator", server.Home.Ids["project"], server.Home.Ids["task"], "GET:/projects/{project}/tasks/{task}"),
            (last.Type, last.Actor, last.Role, last.Project, last.Object, last.Purpose));
        // Addresses are input: a text in one does not get in.
        using var response = await head.GetAsync($"/api/projects/{server.Home.Ids["project"]}/tasks/ada-lovelace", Ct);
        last = EntryEncoding.Read((await log.ReadAsync(0, 100_000, Ct))[^1]);
        Assert.Null(last.Object);
    }

    private IEnumerable<Route> Reads => InCompartment.Where(r => r is { IsApi: true, Writes: false, Log: LogRule.Before });

    private async Task<(int Status, string Body)> AskAsync(HttpClient http, Route route)
    {
        using var request = new HttpRequestMessage(route.Method, route.At(server.Home) + (route.Pattern.EndsWith("/files", StringComparison.Ordinal) ? "?path=a.txt" : ""));
        if (route.Writes && route.Method != HttpMethod.Delete)
            request.Content = WholeServer.Json(Bodies.For(route, server.Home) ?? "{}");
        using var response = await http.SendAsync(request, Ct);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }
}
