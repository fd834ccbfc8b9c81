using System.Net;
using System.Text;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.ServerTests.Platform;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Security;

/// <summary>The headers of every reply of every route, the refused ones included (ASVS 5.0, 3.4).</summary>
public sealed class HeaderTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static readonly IReadOnlyDictionary<string, string> Constant = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "no-referrer",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()",
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_reply_of_every_route_has_them_whoever_asks_and_however()
    {
        using var nobody = server.Client(session: null);
        var statuses = new HashSet<int>();
        foreach (var route in server.Routes.Where(r => !r.Parameters.Intersect(["path", "documentName"]).Any()))
        {
            // Anew for each: signing out is a route too.
            using var head = await server.HeadAsync(server.Ours);
            foreach (var http in new[] { head, nobody })
                foreach (var place in new[] { server.Home, Place.Nowhere() })
                    foreach (var (body, type) in new[] { ("{", "application/json"), ("a=b", "application/x-www-form-urlencoded") })
                    {
                        using var request = new HttpRequestMessage(route.Method, route.At(place));
                        if (route.Writes)
                            request.Content = new StringContent(body, Encoding.UTF8, type);
                        using var response = await http.SendAsync(request, Ct);
                        statuses.Add((int)response.StatusCode);
                        AssertHeaders(route.ToString(), response);
                    }
        }

        // The control: replies of every sort were looked at.
        Assert.Superset(new HashSet<int> { 200, 400, 401, 404, 415 }, statuses);
    }

    [Fact]
    public async Task Replies_that_no_route_made_have_them_too()
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var (method, path, status) in new[]
        {
            ("GET", "/", 404), ("GET", "/no-such-page", 404), ("GET", "/api/nothing", 404), ("POST", "/api/me", 404), ("TRACE", "/", 405), ("GET", "/api/projects/prj_1", 400),
            ("GET", "/file.js", 404), ("OPTIONS", "/api/me", 404), ("GET", "/health/live", 200),
        })
        {
            using var response = await head.SendAsync(new HttpRequestMessage(new(method), path), Ct);
            // Without the web UI in the build its shell is a 404; with it, a page.
            Assert.True((int)response.StatusCode == status || (status == 404 && response.StatusCode == HttpStatusCode.OK), $"{method} {path}: {response.StatusCode}");
            AssertHeaders($"{method} {path}", response);
        }
    }

    [Theory]
    [InlineData("https", null, true)]
    [InlineData("http", "https://label.example", true)]
    [InlineData("http", null, false)]
    [InlineData("http", "http://localhost:5080", false)]
    public void Whoever_is_reached_by_https_stays_so(string scheme, string? publicUrl, bool isExpected)
    {
        var settings = new AccessSettings(publicUrl is null ? null : new(publicUrl), AllowPlainHttp: false);
        using var services = new ServiceCollection().AddSingleton(settings).BuildServiceProvider();
        var context = new DefaultHttpContext { RequestServices = services, Request = { Scheme = scheme } };
        SecurityHeaders.Write(context);
        Assert.Equal(isExpected ? "max-age=31536000; includeSubDomains" : "", context.Response.Headers.StrictTransportSecurity.ToString());
    }

    private static void AssertHeaders(string what, HttpResponseMessage response)
    {
        foreach (var (name, value) in Constant)
            Assert.Equal((what, value), (what, response.Headers.TryGetValues(name, out var values) ? values.Single() : null));
        foreach (var name in new[] { "Server", "X-Powered-By", "X-AspNet-Version", "Access-Control-Allow-Origin" })
            Assert.False(response.Headers.Contains(name), $"{what} says {name}.");
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        var parts = policy.Split("; ").Select(p => p.Split(' ')).ToDictionary(p => p[0], p => p[1..], StringComparer.Ordinal);
        Assert.Equal(["'none'"], parts["default-src"]);
        Assert.Equal(["'none'"], parts["frame-ancestors"]);
        if (parts.ContainsKey("sandbox"))
            return;
        Assert.Equal(["'self'"], parts["script-src"]);
        Assert.Equal(["'none'"], parts["base-uri"]);
        Assert.Equal(["'self'"], parts["form-action"]);
        Assert.Equal(["'self'"], parts["connect-src"]);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("object-src", policy, StringComparison.Ordinal);
    }
}
