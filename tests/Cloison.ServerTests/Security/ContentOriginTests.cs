using System.Net;
using System.Net.Sockets;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Security;

/// <summary>The whole product with another origin for uploads, on a port of its own.</summary>
public sealed class ServerWithContentOrigin : WholeServer
{
    public ServerWithContentOrigin() : this($"http://127.0.0.1:{FreePort()}")
    {
    }

    private ServerWithContentOrigin(string url) : base(url) => Url = url;

    public string Url { get; }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Uploads from an origin of their own: an address for a minute, for one asset and one session, without cookies.</summary>
public sealed class ContentOriginTests(ServerWithContentOrigin server) : IClassFixture<ServerWithContentOrigin>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Asset => $"/api/projects/{server.Home.Ids["project"]}/assets/{server.Home.Ids["asset"]}";

    [Fact]
    public async Task The_products_address_sends_on_to_one_that_needs_no_cookie_and_lets_the_page_read()
    {
        using var head = await server.HeadAsync(server.Ours);
        using var nobody = server.Client(session: null);
        foreach (var path in new[] { Asset, Asset + "?original=true" })
        {
            var address = await AddressAsync(head, path);
            Assert.StartsWith(server.Url + "/content/", address.AbsoluteUri, StringComparison.Ordinal);
            using var response = await nobody.GetAsync(address, Ct);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
            foreach (var (name, value) in new[]
            {
                ("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'"), ("X-Content-Type-Options", "nosniff"), ("Cross-Origin-Resource-Policy", "cross-origin"),
                ("Cache-Control", "no-store"), ("Access-Control-Allow-Origin", head.BaseAddress!.GetLeftPart(UriPartial.Authority)), ("Referrer-Policy", "no-referrer"),
            })
                Assert.Equal((name, value), (name, response.Headers.GetValues(name).Single()));
            Assert.False(response.Headers.Contains("Access-Control-Allow-Credentials"));
            Assert.False(response.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task The_products_policy_names_that_origin_for_pictures_and_nothing_else()
    {
        using var head = await server.HeadAsync(server.Ours);
        using var response = await head.GetAsync("/api/me", Ct);
        var parts = response.Headers.GetValues("Content-Security-Policy").Single().Split("; ").Select(p => p.Split(' ')).ToDictionary(p => p[0], p => p[1..], StringComparer.Ordinal);
        foreach (var (name, sources) in parts)
            Assert.Equal((name, name is "img-src" or "media-src" or "connect-src"), (name, sources.Contains(server.Url)));
    }

    [Fact]
    public async Task An_address_works_for_its_asset_its_kind_and_its_session_only()
    {
        using var head = await server.HeadAsync(server.Ours);
        using var nobody = server.Client(session: null);
        var address = (await AddressAsync(head, Asset)).AbsoluteUri;
        var pass = address.Split('/')[4];
        foreach (var other in new[]
        {
            address + "/thumbnail", address + "/original", address.Replace(server.Home.Ids["asset"], server.Beside.Ids["asset"], StringComparison.Ordinal),
            address.Replace(server.Home.Ids["project"], server.Beside.Ids["project"], StringComparison.Ordinal), address.Replace(server.Home.Ids["project"], server.Abroad.Ids["project"], StringComparison.Ordinal),
        })
            Assert.Equal((other, HttpStatusCode.NotFound), (other, (await nobody.GetAsync(other, Ct)).StatusCode));
        for (var i = 0; i < pass.Length; i += 9)
            Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync(address.Replace(pass, pass[..i] + (pass[i] == 'A' ? 'B' : 'A') + pass[(i + 1)..], StringComparison.Ordinal), Ct)).StatusCode);
        // P12: after signing out the address is worth nothing, though its minute is not over.
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(address, Ct)).StatusCode);
        using (await head.PostAsync("/api/sign-out", null, Ct))
            Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(address, Ct)).StatusCode);
    }

    [Fact]
    public async Task At_the_other_origin_there_is_nothing_else_and_a_session_counts_for_nothing()
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var path in new[] { "/", "/api/me", "/api/openapi.json", "/health/live", Asset, "/index.html", "/content/x/y", "/content" })
            Assert.Contains((await head.GetAsync(server.Url + path, Ct)).StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Unauthorized });
        var address = await AddressAsync(head, Asset);
        var pass = address.AbsolutePath.Split('/')[2];
        Assert.Equal(HttpStatusCode.Unauthorized, (await head.GetAsync(address.AbsoluteUri.Replace(pass, "x", StringComparison.Ordinal), Ct)).StatusCode);
        // And content is not at the product's.
        Assert.Equal(HttpStatusCode.NotFound, (await head.GetAsync(address.PathAndQuery, Ct)).StatusCode);
        using var program = await server.ProgramAsync(Contracts.KeyScope.Read);
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(Asset, Ct)).StatusCode);
        using var annotator = await server.HireAsync(server.Ours, Role.Annotator);
        Assert.Equal(HttpStatusCode.Forbidden, (await annotator.GetAsync(Asset + "?original=true", Ct)).StatusCode);
    }

    [Fact]
    public void A_pass_is_over_after_a_minute_and_only_its_maker_reads_it()
    {
        var clock = new TestClock();
        var passes = new ContentPasses(clock);
        var (session, project, asset) = (SessionId.New(clock.GetUtcNow()), ProjectId.New(clock.GetUtcNow()), AssetId.New(clock.GetUtcNow()));
        var pass = passes.Make(session, project, asset, ContentKind.Thumbnail, "https://label.example");
        Assert.Equal((session, project, asset, ContentKind.Thumbnail, "https://label.example"), passes.Read(pass) is { } p ? (p.Session, p.Project, p.Asset, p.Kind, p.Origin) : default);
        Assert.Null(new ContentPasses(clock).Read(pass));
        foreach (var bad in new[] { null, "", ".", "a.b", pass + "a", pass.Split('.')[0], pass + ".x", new string('a', 5000) })
            Assert.Null(passes.Read(bad));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(passes.Read(pass));
    }

    private static async Task<Uri> AddressAsync(HttpClient http, string path)
    {
        using var response = await http.GetAsync(path, Ct);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.True(response.Headers.CacheControl is { NoStore: true });
        return response.Headers.Location!;
    }
}
