namespace Cloison.Server.Platform.Outbound;

/// <summary>What one kind of outbound request may do. The defaults are the strict ones.</summary>
/// <param name="Hosts">
/// The hosts that the customer has registered, as in an address: <c>agent.lab.example</c> or <c>agent.lab.example:8443</c>. Null: any host in the
/// internet.
/// </param>
/// <param name="AllowPlainHttp">Also http, on port 80.</param>
/// <param name="MaxRedirects">Followed by hand, each checked like the first; 0: a redirect is a failure.</param>
/// <param name="MediaTypes">What a reply may be; null: anything.</param>
internal sealed record OutboundRules(
    IReadOnlyCollection<string>? Hosts = null,
    bool AllowPlainHttp = false,
    int MaxRedirects = 0,
    int MaxReplyBytes = 1 << 20,
    int TimeLimitSeconds = 15,
    IReadOnlyCollection<string>? MediaTypes = null)
{
    public static readonly OutboundRules Strict = new();

    /// <summary>Ports other than these need to be named in <see cref="Hosts"/>.</summary>
    private static readonly int[] Ports = [443, 8443];

    /// <summary>
    /// The address in its one spelling, if a request may go there as far as the address alone can tell; where its name leads is looked at when
    /// the connection is made.
    /// </summary>
    public Uri? Accept(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) ? Accept(uri) : null;

    /// <inheritdoc cref="Accept(string?)"/>
    public Uri? Accept(Uri uri)
    {
        if (!uri.IsAbsoluteUri || uri.Scheme != Uri.UriSchemeHttps && !(AllowPlainHttp && uri.Scheme == Uri.UriSchemeHttp) || uri.UserInfo.Length > 0 || uri.IsFile || uri.IsUnc)
            return null;
        // IdnHost, because Host keeps "①②⑦.⓪.⓪.①" and "127。0。0。1" as they were typed; again through Uri, which knows "0x7f.1" for an address.
        if (!Uri.TryCreate($"{uri.Scheme}://{Bracketed(uri)}:{uri.Port}{uri.PathAndQuery}", UriKind.Absolute, out var plain) || plain.Host.Length == 0)
            return null;
        var name = plain.Host.TrimEnd('.');
        if (name.Length == 0 || name.Any(c => c > 127))
            return null;
        return IsHostAllowed(name, plain.Port) ? plain : null;
    }

    private static string Bracketed(Uri uri) => uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;

    private bool IsHostAllowed(string name, int port)
    {
        var isUsualPort = Ports.Contains(port) || (AllowPlainHttp && port == 80);
        return Hosts is null
            ? isUsualPort
            : Hosts.Any(h => string.Equals(h, $"{name}:{port}", StringComparison.OrdinalIgnoreCase) || (isUsualPort && string.Equals(h, name, StringComparison.OrdinalIgnoreCase)));
    }
}
