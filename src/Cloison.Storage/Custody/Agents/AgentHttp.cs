using System.Net;
using System.Net.Sockets;

namespace Cloison.Storage.Custody.Agents;

/// <summary>
/// Reaches an address that a customer has chosen, and no other: no redirects, no proxies, and, unless the operator allows it, nothing on this machine
/// or in its private networks. The address is checked as it is connected to, so that a name cannot change between check and use.
/// </summary>
internal static class AgentHttp
{
    public static HttpClient New(CustodianReach reach) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        MaxConnectionsPerServer = 4,
        MaxResponseHeadersLength = 16,
        ConnectCallback = (context, ct) => ConnectAsync(context.DnsEndPoint, reach.PrivateAddresses, ct),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = AgentSignatures.MaxBytes,
    };

    /// <summary>Whether an agent may have this address; null when it may.</summary>
    public static string? Refusal(string address, bool allowPrivate)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return "This is no address of an agent: https://agent.example, without a user, a query or a fragment.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && allowPrivate))
            return "An agent is reached by https.";
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && !allowPrivate && !IsPublic(ip) ? "This server reaches no agents in private networks." : null;
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint target, bool allowPrivate, CancellationToken ct)
    {
        var addresses = await Dns.GetHostAddressesAsync(target.Host, ct);
        var allowed = addresses.Where(a => !IsLinkLocal(a) && (allowPrivate || IsPublic(a))).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The agent's name leads to no address that may be reached.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // 169.254.169.254 is where clouds hand out credentials.
    private static bool IsLinkLocal(IPAddress address) => address.IsIPv6LinkLocal || (address.MapToIPv4IfMapped().GetAddressBytes() is [169, 254, ..]);

    private static bool IsPublic(IPAddress address)
    {
        var plain = address.MapToIPv4IfMapped();
        if (IPAddress.IsLoopback(plain) || plain.IsIPv6LinkLocal || plain.IsIPv6SiteLocal || plain.IsIPv6UniqueLocal || plain.IsIPv6Multicast || plain.Equals(IPAddress.IPv6Any))
            return false;
        if (plain.AddressFamily != AddressFamily.InterNetwork)
            return true;
        return plain.GetAddressBytes() is not ([0 or 10 or 127, ..] or [100, >= 64 and <= 127, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [192, 0, 0, _] or [198, 18 or 19, ..] or [>= 224, ..]);
    }

    private static IPAddress MapToIPv4IfMapped(this IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
