using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Cloison.Domain;
using Cloison.Storage.Outbound;

namespace Cloison.Server.Platform.Outbound;

/// <summary>A reply, whole.</summary>
internal sealed record OutboundReply(HttpStatusCode Status, MediaTypeHeaderValue? MediaType, byte[] Body);

/// <summary>
/// The only way out: every request to an address that somebody gave us goes through here, so that nobody can make the server ask itself or its
/// neighbours (SSRF). A name is resolved once, every address it leads to must be out in the internet, and the connection goes to an address that
/// was looked at, not to the name again. No cookies, no proxy, no credentials of ours, nothing unpacked; redirects only by hand. What went wrong
/// is not told: no body, no status, no address.
/// </summary>
internal sealed class SafeHttp : IDisposable
{
    /// <summary>The one answer to whatever fails: what stands behind an address must not be found out by asking us.</summary>
    public static readonly Problem Failed = new("outbound.failed", 502, "The address did not give a usable answer.", "It must be a public https address that answers without redirecting, in time.");

    private readonly HttpMessageInvoker http;
    private readonly SocketsHttpHandler handler;

    public SafeHttp() : this(Dns.GetHostAddressesAsync, AddressRanges.IsPublic)
    {
    }

    /// <summary>Also reaches the networks that the operator has opened: <c>Cloison:Outbound:Networks</c>, as in "10.20.0.0/16 fd12::/48". None by default.</summary>
    /// <exception cref="FormatException">One is not a network.</exception>
    public static SafeHttp From(IConfiguration configuration)
    {
        var opened = (configuration["Cloison:Outbound:Networks"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse).ToArray();
        return new(Dns.GetHostAddressesAsync, address => AddressRanges.IsPublic(address) || opened.Any(n => n.Contains(address)));
    }

    /// <summary>For tests: a resolver that lies, and servers on this machine.</summary>
    internal SafeHttp(NameResolver resolve, Func<IPAddress, bool> isAllowed, Action<SocketsHttpHandler>? configure = null)
    {
        handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = 8,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // One request, one look at the name: a connection that is kept would outlive what the name said.
            PooledConnectionLifetime = TimeSpan.Zero,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,
            ConnectCallback = new CheckedConnection(resolve, isAllowed).ConnectAsync,
        };
        configure?.Invoke(handler);
        http = new(handler);
    }

    /// <param name="request">Is sent once for each hop; its content must be one that can be read again (bytes or text).</param>
    /// <returns>The reply, whatever its status; or <see cref="Failed"/>.</returns>
    public async Task<Outcome<OutboundReply>> SendAsync(HttpRequestMessage request, OutboundRules rules, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(TimeSpan.FromSeconds(rules.TimeLimitSeconds));
        try
        {
            var (method, content, headers) = (request.Method, request.Content, request.Headers.ToList());
            var from = request.RequestUri;
            for (var hop = 0; from is not null && rules.Accept(from) is { } at; hop++)
            {
                using var sent = new HttpRequestMessage(method, at) { Content = content, Version = HttpVersion.Version11 };
                foreach (var (name, values) in headers)
                    sent.Headers.TryAddWithoutValidation(name, values);
                using var reply = await http.SendAsync(sent, limit.Token);
                if ((int)reply.StatusCode is < 300 or >= 400)
                    return await ReadAsync(reply, rules, limit.Token) is { } read ? read : Failed;
                if (hop >= rules.MaxRedirects || Target(at, reply.Headers.Location) is not { } next)
                    return Failed;
                // Whoever we are sent to gets no secrets and no body that were meant for somebody else.
                headers.RemoveAll(h => h.Key is "Authorization" or "Cookie");
                if (method != HttpMethod.Get && method != HttpMethod.Head)
                    return Failed;
                from = next;
            }

            return Failed;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or OperationCanceledException or InvalidOperationException or NotSupportedException or UriFormatException)
        {
            return Failed;
        }
    }

    /// <inheritdoc cref="SendAsync"/>
    public async Task<Outcome<OutboundReply>> GetAsync(string address, OutboundRules rules, CancellationToken ct)
    {
        if (rules.Accept(address) is not { } uri)
            return Failed;
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        return await SendAsync(request, rules, ct);
    }

    public void Dispose()
    {
        http.Dispose();
        handler.Dispose();
    }

    // Never from https to http.
    private static Uri? Target(Uri at, Uri? location) =>
        location is not null && Uri.TryCreate(at, location, out var next) && !(at.Scheme == Uri.UriSchemeHttps && next.Scheme != Uri.UriSchemeHttps) ? next : null;

    private static async Task<OutboundReply?> ReadAsync(HttpResponseMessage reply, OutboundRules rules, CancellationToken ct)
    {
        var type = reply.Content.Headers.ContentType;
        if (rules.MediaTypes is { } allowed && !allowed.Contains(type?.MediaType ?? "", StringComparer.OrdinalIgnoreCase))
            return null;
        // Counted as it comes: what a header says about the length is only what it says.
        if (reply.Content.Headers.ContentLength > rules.MaxReplyBytes)
            return null;
        await using var stream = await reply.Content.ReadAsStreamAsync(ct);
        var body = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
        {
            if (body.Length + read > rules.MaxReplyBytes)
                return null;
            await body.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return new(reply.StatusCode, type, body.ToArray());
    }
}
