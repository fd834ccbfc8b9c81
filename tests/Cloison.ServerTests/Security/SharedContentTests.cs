using System.Net;
using System.Net.Http.Headers;
using Cloison.Domain.People;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Security;

/// <summary>Content out of caches and in other hands: property P12. Nothing that one person was given answers another, and nothing is kept.</summary>
public sealed class SharedContentTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Asset => $"/api/projects/{server.Home.Ids["project"]}/assets/{server.Home.Ids["asset"]}";

    [Fact]
    public async Task Content_may_be_kept_by_nobody_and_has_nothing_to_be_asked_again_by()
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var path in new[] { Asset, Asset + "/thumbnail" })
        {
            using var response = await head.GetAsync(path, Ct);
            if (path.EndsWith("thumbnail", StringComparison.Ordinal) && response.StatusCode == HttpStatusCode.NotFound)
                continue; // Without ffmpeg there is none.
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.True(response.Headers.CacheControl is { NoStore: true });
            Assert.Null(response.Headers.ETag);
            Assert.Null(response.Content.Headers.LastModified);
            Assert.Equal("sandbox; default-src 'none'; frame-ancestors 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        }
    }

    [Fact]
    public async Task Whoever_else_asks_for_it_in_whatever_way_gets_nothing()
    {
        using var stranger = await server.HeadAsync(server.Theirs);
        using var annotator = await server.HireAsync(server.Ours, Role.Annotator);
        using var nobody = server.Client(session: null);
        foreach (var (http, status) in new[] { (stranger, HttpStatusCode.NotFound), (annotator, HttpStatusCode.OK), (nobody, HttpStatusCode.Unauthorized) })
            foreach (var ask in new Action<HttpRequestHeaders>[]
            {
                h => h.IfNoneMatch.Add(EntityTagHeaderValue.Any), h => h.IfModifiedSince = DateTimeOffset.UnixEpoch, h => h.Range = new(0, 0), h => h.Range = new(null, 1),
                h => h.IfRange = new(new EntityTagHeaderValue("\"x\"")), h => h.IfMatch.Add(EntityTagHeaderValue.Any), _ => { },
            })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, Asset);
                ask(request.Headers);
                using var response = await http.SendAsync(request, Ct);
                if (status == HttpStatusCode.OK)
                    // An instruction's picture: shown to everybody at work on it. The control of the others.
                    Assert.True(response.IsSuccessStatusCode, response.StatusCode.ToString());
                else
                    Assert.Equal(status, response.StatusCode);
            }
    }

    [Fact]
    public async Task After_signing_out_the_same_cookie_gets_nothing_and_the_browser_forgets()
    {
        using var head = await server.HeadAsync(server.Ours);
        using (var before = await head.GetAsync(Asset, Ct))
            Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        using (var left = await head.PostAsync("/api/sign-out", null, Ct))
        {
            Assert.Equal("\"cache\"", left.Headers.GetValues("Clear-Site-Data").Single());
            Assert.Contains(left.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-cloison=;", StringComparison.Ordinal) && c.Contains("expires=Thu, 01 Jan 1970", StringComparison.OrdinalIgnoreCase));
        }

        foreach (var range in new RangeHeaderValue?[] { null, new(0, 0) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Asset);
            request.Headers.Range = range;
            using var after = await head.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        }
    }

    [Fact]
    public async Task A_range_gives_exactly_its_bytes_and_many_at_once_are_no_flood()
    {
        using var head = await server.HeadAsync(server.Ours);
        var whole = await head.GetByteArrayAsync(Asset, Ct);
        using var request = new HttpRequestMessage(HttpMethod.Get, Asset);
        request.Headers.Range = new(2, 5);
        using var part = await head.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(whole[2..6], await part.Content.ReadAsByteArrayAsync(Ct));
        // Overlapping ranges by the hundred: a small request must not become a large reply.
        using var greedy = new HttpRequestMessage(HttpMethod.Get, Asset);
        greedy.Headers.TryAddWithoutValidation("Range", "bytes=" + string.Join(',', Enumerable.Repeat("0-", 500)));
        using var reply = await head.SendAsync(greedy, Ct);
        Assert.InRange((await reply.Content.ReadAsByteArrayAsync(Ct)).Length, 0, whole.Length);
    }

    [Fact]
    public async Task Nothing_of_a_customer_may_be_kept_by_a_cache()
    {
        using var head = await server.HeadAsync(server.Ours);
        foreach (var route in server.Routes.Where(r => r is { IsApi: true, Writes: false, PublicReason: null }))
        {
            using var response = await head.GetAsync(route.At(server.Home), Ct);
            Assert.True(response.Headers.CacheControl is { NoStore: true, Public: false }, route.ToString());
            Assert.Null(response.Headers.ETag);
        }
    }
}
