using System.Net;
using System.Net.Sockets;

namespace Cloison.Storage.Outbound;

/// <summary>
/// Which addresses are out in the internet. What is not is named by the IANA special-purpose address registries (IPv4 and IPv6, with RFC 6890
/// and its updates); an IPv6 address that carries an IPv4 one is judged by both.
/// </summary>
public static class AddressRanges
{
    private static readonly IPNetwork[] Special4 =
    [
        .. Networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by providers; Alibaba's metadata too (100.100.100.200)
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link local; the metadata of most clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments; Oracle's metadata (192.0.0.192)
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // AMT
            "192.88.99.0/24", // 6to4 relays, which are no more
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"), // reserved, and broadcast
        // Not in the registry, though nobody's business: the health probes and metadata of Azure.
        .. Networks("168.63.129.16/32"),
    ];

    // Global unicast is 2000::/3 and nothing else; within it, these are not.
    private static readonly IPNetwork Global6 = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] Special6 =
    [
        .. Networks(
            "2001::/23", // protocol assignments: Teredo, ORCHID, benchmarks …
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4: tunnels to an IPv4 address
            "2620:4f:8000::/48", // AS112
            "3fff::/20"), // documentation
    ];

    private static readonly IPNetwork LinkLocal4 = IPNetwork.Parse("169.254.0.0/16");

    private static readonly IPNetwork Nat64 = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Whether a request of ours may go there.</summary>
    public static bool IsPublic(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return !Special4.Any(n => n.Contains(address));
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.ScopeId != 0)
            return false;
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        // The well-known prefix of NAT64 leads to the IPv4 address in its last four bytes, and is all there is in some networks.
        if (Nat64.Contains(address))
            return IsPublic(new IPAddress(address.GetAddressBytes().AsSpan(12)));
        return Global6.Contains(address) && !Special6.Any(n => n.Contains(address));
    }

    /// <summary>Whether it is one of a network's own, also as IPv4 in IPv6: never anybody's agent. At 169.254.169.254 clouds hand out credentials.</summary>
    public static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || LinkLocal4.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private static IEnumerable<IPNetwork> Networks(params string[] texts) => texts.Select(IPNetwork.Parse);
}
