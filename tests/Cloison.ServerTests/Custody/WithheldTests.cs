using System.Text;
using System.Text.Json.Nodes;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Custody;

/// <summary>Every route of the server while a customer's keys are taken back.</summary>
public sealed class WithheldTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Route> Content => server.Routes.Where(r => r.IsApi && r.Policy is { } policy && Policies.InCompartment.ContainsKey(policy) && !r.IsWithoutContent);

    [Fact]
    public async Task Every_route_that_may_carry_content_says_withheld_and_the_others_work()
    {
        using var head = await server.HeadAsync(server.Ours);
        using var theirs = await server.HeadAsync(server.Theirs);
        Assert.InRange(Content.Count(), 40, int.MaxValue);
        Assert.Equal(200, (await AskAsync(head, HttpMethod.Post, "/api/custody/revoke", "{}")).Status);
        foreach (var route in Content)
            Assert.Equal((route.ToString(), 451, "content.withheld"), Named(route, await AskAsync(head, route.Method, route.At(server.Home), Bodies.For(route, server.Home))));
        foreach (var route in server.Routes.Where(r => r is { IsApi: true, Writes: false, IsWithoutContent: true }))
            Assert.InRange((await AskAsync(head, route.Method, route.At(server.Home), null)).Status, 200, 299);
        // Nobody else is touched.
        foreach (var route in Content.Where(IsPlain))
            Assert.Equal((route.ToString(), 200), (route.ToString(), (await AskAsync(theirs, route.Method, route.At(server.Abroad), null)).Status));

        Assert.Equal(200, (await AskAsync(head, HttpMethod.Post, "/api/custody/restore", "{}")).Status);
        foreach (var route in Content.Where(IsPlain))
            Assert.Equal((route.ToString(), 200), (route.ToString(), (await AskAsync(head, route.Method, route.At(server.Home), null)).Status));
    }

    [Fact]
    public async Task Every_route_of_a_project_says_withheld_when_its_keys_are()
    {
        using var head = await server.HeadAsync(server.Theirs);
        var project = server.Abroad.Ids["project"];
        Assert.Equal(200, (await AskAsync(head, HttpMethod.Post, "/api/custody/revoke", $$"""{"project":"{{project}}"}""")).Status);
        foreach (var route in Content.Where(r => r.Parameters.Contains("project")))
            Assert.Equal((route.ToString(), 451, "content.withheld"), Named(route, await AskAsync(head, route.Method, route.At(server.Abroad), Bodies.For(route, server.Abroad))));
        foreach (var route in Content.Where(r => IsPlain(r) && !r.Parameters.Contains("project")))
            Assert.Equal((route.ToString(), 200), (route.ToString(), (await AskAsync(head, route.Method, route.At(server.Abroad), null)).Status));
        Assert.Equal(200, (await AskAsync(head, HttpMethod.Post, "/api/custody/restore", $$"""{"project":"{{project}}"}""")).Status);
        foreach (var route in Content.Where(IsPlain))
            Assert.Equal((route.ToString(), 200), (route.ToString(), (await AskAsync(head, route.Method, route.At(server.Abroad), null)).Status));
    }

    private static bool IsPlain(Route route) => !route.Writes && !route.Pattern.EndsWith("/content", StringComparison.Ordinal) && !route.Pattern.EndsWith("/thumbnail", StringComparison.Ordinal);

    private static (string, int, string?) Named(Route route, (int Status, string? Code) reply) => (route.ToString(), reply.Status, reply.Code);

    private static async Task<(int Status, string? Code)> AskAsync(HttpClient http, HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return ((int)response.StatusCode, response.IsSuccessStatusCode ? null : (string?)JsonNode.Parse(text)?["code"]);
    }
}
