using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Security;

/// <summary>Requests that a browser was made to send, and bodies that two parsers would read in two ways.</summary>
public sealed class ForgedRequestTests(WholeServer server) : IClassFixture<WholeServer>
{
    /// <summary>A read leaves traces of itself here, and nothing anywhere else: who was there, what he may have seen, and the proof of it.</summary>
    private static readonly string[] Traces = ["sessions", "log_", "exposures", "wall_decisions", "sqlite_"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Route> Api => server.Routes.Where(r => r.IsApi && !r.Parameters.Contains("documentName"));

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "http://127.0.0.1.evil.example")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    public async Task Another_sites_request_changes_nothing_even_with_the_header(string name, string value)
    {
        using var head = await server.HeadAsync(server.Ours);
        head.DefaultRequestHeaders.TryAddWithoutValidation(name, value);
        // Public routes too: to be signed in as somebody else is an attack as well.
        foreach (var route in Api.Where(r => r.Writes))
        {
            using var request = new HttpRequestMessage(route.Method, route.At(server.Home)) { Content = WholeServer.Json("{") };
            using var response = await head.SendAsync(request, Ct);
            Assert.Equal((route.ToString(), HttpStatusCode.Forbidden), (route.ToString(), response.StatusCode));
            Assert.Contains("request.wrong_origin", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Our_own_pages_get_through()
    {
        // The control of the test above.
        foreach (var (name, value) in new[] { ("Sec-Fetch-Site", "same-origin"), ("Origin", "") })
        {
            using var head = await server.HeadAsync(server.Ours);
            head.DefaultRequestHeaders.Add(name, value.Length > 0 ? value : head.BaseAddress!.GetLeftPart(UriPartial.Authority));
            using var response = await head.PatchAsync("/api/me", WholeServer.Json("""{"theme":"dark"}"""), Ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }
    }

    // CVE-2024-37306 (CVAT): a link was enough to export somebody's data.
    [Fact]
    public async Task Nothing_that_is_merely_read_changes_anything()
    {
        using var head = await server.HeadAsync(server.Ours);
        await server.SettledAsync(server.Home);
        var before = await server.FingerprintAsync(server.Ours, Traces);
        foreach (var route in Api.Where(r => !r.Writes))
            foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            {
                // With everything that could turn a read into something else.
                using var request = new HttpRequestMessage(method, route.At(server.Home) + "?_method=DELETE&action=delete&confirm=true");
                request.Headers.Add("X-HTTP-Method-Override", "DELETE");
                using var response = await head.SendAsync(request, Ct);
                Assert.Equal((route.ToString(), method, before), (route.ToString(), method, await server.FingerprintAsync(server.Ours, Traces)));
            }

        // The control: the fingerprint sees a change.
        using var renamed = await head.PatchAsync($"/api/projects/{server.Home.Ids["project"]}", WholeServer.Json("""{"name":"Renamed"}"""), Ct);
        Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        Assert.NotEqual(before, await server.FingerprintAsync(server.Ours, Traces));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    [InlineData("text/json-but-not")]
    [InlineData("")]
    public async Task Only_JSON_is_taken_for_JSON(string type)
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var route in Api.Where(r => Bodies.Json.ContainsKey(r.ToString())))
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(Bodies.For(route, server.Home)!));
            if (type.Length > 0)
                content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var response = await head.PostOrAsync(route, route.At(server.Home), content, Ct);
            // What says nothing of itself is passed over by every route that takes JSON, and meets none.
            var expected = type.Length > 0 ? HttpStatusCode.UnsupportedMediaType : HttpStatusCode.NotFound;
            Assert.Equal((route.ToString(), expected), (route.ToString(), response.StatusCode));
        }
    }

    [Fact]
    public async Task A_body_that_says_the_same_thing_twice_is_refused()
    {
        using var head = await server.HeadAsync(server.Ours);
        var asked = 0;
        foreach (var route in Api.Where(r => Bodies.Json.ContainsKey(r.ToString())))
        {
            var body = JsonNode.Parse(Bodies.For(route, server.Home)!)!.AsObject();
            var (name, value) = (body.First().Key, body.First().Value?.ToJsonString() ?? "null");
            // In front and behind: whichever of the two a parser takes.
            var twice = $"{{\"{name}\":{value},{body.ToJsonString()[1..]}";
            using var response = await head.PostOrAsync(route, route.At(server.Home), WholeServer.Json(twice), Ct);
            Assert.Equal((route.ToString(), HttpStatusCode.BadRequest), (route.ToString(), response.StatusCode));
            asked++;
        }

        Assert.InRange(asked, 20, int.MaxValue);
    }

    // CVE-2025-23045 (CVAT), CVE-2025-5173 (Label Studio): objects that were made of what the client sent.
    [Theory]
    [InlineData("""{"$type":"System.Diagnostics.Process, System","displayName":"x"}""")]
    [InlineData("""{"displayName":{"$type":"System.IO.FileInfo, System.Runtime","fileName":"/etc/passwd"}}""")]
    [InlineData("""{"py/object":"os.system","py/reduce":[{"py/function":"os.system"},{"py/tuple":["id"]}]}""")]
    [InlineData("""{"__proto__":{"isOperator":true}}""")]
    [InlineData("""{"isOperator":true}""")]
    [InlineData("""{"displayName":"x","roles":["administrator"]}""")]
    public async Task Nothing_is_made_of_types_and_members_that_the_body_names(string body)
    {
        using var head = await server.HeadAsync(server.Ours);
        using var response = await head.PatchAsync("/api/me", WholeServer.Json(body), Ct);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    // CVE-2024-47063, CVE-2024-47064 (CVAT): what was asked for came back as a page.
    [Fact]
    public async Task What_is_refused_is_never_a_page_with_the_question_in_it()
    {
        using var head = await server.HeadAsync(server.Ours);
        head.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        const string Script = "<script>alert(1)</script>";
        foreach (var path in new[]
        {
            $"/api/{Uri.EscapeDataString(Script)}", $"/api/projects/{Uri.EscapeDataString(Script)}", $"/api/projects/{server.Home.Ids["project"]}/tasks?limit={Uri.EscapeDataString(Script)}",
            $"/api/projects/{server.Home.Ids["project"]}/exports/{Uri.EscapeDataString(Script)}", $"/{Uri.EscapeDataString(Script)}",
        })
        {
            using var response = await head.GetAsync(path, Ct);
            Assert.NotEqual("text/html", path.StartsWith("/api", StringComparison.Ordinal) ? response.Content.Headers.ContentType?.MediaType : null);
            Assert.DoesNotContain("<script>alert", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        }
    }

    // CVE-2026-22033 (Label Studio): a page could fetch a token that outlives it.
    [Fact]
    public async Task No_page_can_fetch_a_token_that_works_elsewhere()
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var route in Api.Where(r => !r.Writes))
        {
            using var response = await head.GetAsync(route.At(server.Home), Ct);
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.False(System.Text.RegularExpressions.Regex.IsMatch(text, "cl_(test|live)_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}", default, TimeSpan.FromSeconds(5)), route.ToString());
            Assert.False(response.Headers.Contains("Set-Cookie"), route.ToString());
        }
    }
}
