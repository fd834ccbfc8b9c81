using System.Net;
using Cloison.Storage.Outbound;

namespace Cloison.Storage.Custody.Agents;

/// <summary>
/// Reaches an address that a customer has chosen, and no other: no redirects, no proxies, and, unless the operator allows it, nothing on this machine
/// or in its private networks.
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
        ConnectCallback = new CheckedConnection(Dns.GetHostAddressesAsync, address => IsAllowed(address, reach.PrivateAddresses)).ConnectAsync,
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
        return IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && !allowPrivate && !AddressRanges.IsPublic(ip) ? "This server reaches no agents in private networks." : null;
    }

    private static bool IsAllowed(IPAddress address, bool allowPrivate) => allowPrivate ? !AddressRanges.IsLinkLocal(address) : AddressRanges.IsPublic(address);
}
