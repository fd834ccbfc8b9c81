using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Security;

/// <summary>Bytes that no browser sends, through a socket: what two servers in a row would read differently (request smuggling), and paths that climb.</summary>
public sealed class RawRequestTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("two lengths", "POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef")]
    [InlineData("a length of less than nothing", "POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("a length that is none", "POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0x5\r\n\r\nabcde")]
    [InlineData("chunks that are not the last coding", "POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n")]
    [InlineData("an unknown coding", "POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n")]
    [InlineData("a chunk of a length that is none", "POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n0x5\r\nabcde\r\n0\r\n\r\n")]
    [InlineData("a space before the colon", "GET /health/live HTTP/1.1\r\nHost : {host}\r\n\r\n")]
    [InlineData("a folded header", "GET /health/live HTTP/1.1\r\nHost: {host}\r\nX-A: b\r\n c\r\n\r\n")]
    [InlineData("no host", "GET /health/live HTTP/1.1\r\n\r\n")]
    [InlineData("two hosts", "GET /health/live HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n")]
    [InlineData("a host with a path", "GET /health/live HTTP/1.1\r\nHost: {host}/evil\r\n\r\n")]
    [InlineData("a null in a header", "GET /health/live HTTP/1.1\r\nHost: {host}\r\nX-A: b\0c\r\n\r\n")]
    [InlineData("a null in the path", "GET /health/live\0 HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    [InlineData("a version that is none", "GET /health/live HTTP/9.9\r\nHost: {host}\r\n\r\n")]
    [InlineData("a method that is none", "G<T /health/live HTTP/1.1\r\nHost: {host}\r\n\r\n")]
    public async Task What_can_be_read_in_two_ways_is_refused_and_the_connection_ends(string what, string request)
    {
        var answer = await SendAsync(request + "GET /health/live HTTP/1.1\r\nHost: {host}\r\n\r\n");
        var statuses = Statuses(answer);
        // A server that hangs up on bytes that it has not read may take its answer along.
        Assert.True(statuses is [] or [>= 400 and < 600], $"{what}: {string.Join(' ', statuses)}");
        Assert.DoesNotContain("Server:", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/keys HTTP/1.1\r\nHost: {host}\r\nX: ")]
    [InlineData("POST /api/sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n1\r\nZ\r\nQ")]
    public async Task With_a_length_and_chunks_nothing_that_follows_is_a_request(string request)
    {
        // RFC 9112 6.1: the chunks count, or the request is refused; and the connection is closed either way.
        var statuses = Statuses(await SendAsync(request));
        Assert.True(statuses is [>= 400] or [], string.Join(' ', statuses));
    }

    [Fact]
    public async Task A_request_as_it_should_be_is_answered_and_so_is_the_next()
    {
        // The control.
        const string Good = "GET /health/live HTTP/1.1\r\nHost: {host}\r\n\r\n";
        Assert.Equal([200, 200], Statuses(await SendAsync(Good + Good.Replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("TRACE / HTTP/1.1\r\nHost: {host}\r\nCookie: __Host-cloison=secret\r\nConnection: close\r\n\r\n")]
    [InlineData("TRACK /api/me HTTP/1.1\r\nHost: {host}\r\nCookie: __Host-cloison=secret\r\nConnection: close\r\n\r\n")]
    [InlineData("CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\nCookie: __Host-cloison=secret\r\nConnection: close\r\n\r\n")]
    [InlineData("DEBUG / HTTP/1.1\r\nHost: {host}\r\nCookie: __Host-cloison=secret\r\nConnection: close\r\n\r\n")]
    [InlineData("PROPFIND / HTTP/1.1\r\nHost: {host}\r\nCookie: __Host-cloison=secret\r\nConnection: close\r\n\r\n")]
    public async Task No_method_echoes_a_cookie_or_opens_a_tunnel(string request)
    {
        var answer = await SendAsync(request);
        Assert.True(Statuses(answer) is [400 or 405], answer);
        Assert.DoesNotContain("secret", answer, StringComparison.Ordinal);
    }

    [Theory]
    // GHSA-cpmr-mw4j-99r7 (Label Studio): /static../ climbed out of the served folder.
    [InlineData("/static../root.key")]
    [InlineData("/assets../root.key")]
    [InlineData("/assets/../../root.key")]
    [InlineData("/assets/..%2f..%2froot.key")]
    [InlineData("/assets/%2e%2e/%2e%2e/root.key")]
    [InlineData("/assets/..%5c..%5croot.key")]
    [InlineData("/assets/..\\..\\root.key")]
    [InlineData("/assets/..;/..;/root.key")]
    [InlineData("/assets/%252e%252e%252froot.key")]
    [InlineData("/assets/..%c0%af..%c0%afroot.key")]
    [InlineData("/assets/..%ef%bc%8froot.key")]
    [InlineData("//etc/passwd")]
    [InlineData("/%2fetc%2fpasswd")]
    [InlineData("/assets/..%00/root.key")]
    [InlineData("/root.key::$DATA")]
    [InlineData("/appsettings.json")]
    [InlineData("/Cloison.Server.dll")]
    [InlineData("/.git/config")]
    [InlineData("/api/../root.key")]
    [InlineData("/api/projects/..%2f..%2f..%2froot.key")]
    [InlineData("/data/local-files/?d=../../etc/passwd")]
    [InlineData("/metrics")]
    [InlineData("/debug")]
    [InlineData("/swagger/index.html")]
    public async Task No_path_leads_out_of_what_is_served(string path)
    {
        var answer = await SendAsync($"GET {path} HTTP/1.1\r\nHost: {{host}}\r\nConnection: close\r\n\r\n");
        // The web UI's shell is the answer to its own addresses; a file is none.
        Assert.True(Statuses(answer) is [400 or 401 or 404] || answer.Contains("text/html", StringComparison.Ordinal), answer[..Math.Min(answer.Length, 300)]);
        foreach (var found in new[] { "root:x:", "AccessControl", "[core]", "MZ\u0090", "\"Logging\"" })
            Assert.DoesNotContain(found, answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET /api/me HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.1\r\nConnection: close\r\n\r\n")]
    [InlineData("GET /x%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")]
    [InlineData("GET http://evil.example/api/me HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")]
    public async Task What_a_request_calls_us_comes_back_in_no_header(string request)
    {
        var answer = await SendAsync(request);
        var head = answer[..answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        Assert.DoesNotContain("evil", head, StringComparison.Ordinal);
        Assert.DoesNotContain("Set-Cookie", head, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("\nLocation:", head, StringComparison.OrdinalIgnoreCase);
        // Nobody has said that a proxy in front is to be believed.
        Assert.DoesNotContain("Strict-Transport-Security", head, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> SendAsync(string request)
    {
        using var http = server.Client(session: null);
        var address = http.BaseAddress!;
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port, Ct);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request.Replace("{host}", address.Authority, StringComparison.Ordinal)), Ct);
        var answer = new MemoryStream();
        // Only for a server that waits for more: every other answer ends with the connection.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(2));
        try
        {
            await stream.CopyToAsync(answer, patience.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Cut off: what came before counts.
        }

        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static List<int> Statuses(string answer) =>
        [.. answer.Split("HTTP/1.1 ")[1..].Select(a => int.Parse(a.AsSpan(0, 3), CultureInfo.InvariantCulture))];
}
