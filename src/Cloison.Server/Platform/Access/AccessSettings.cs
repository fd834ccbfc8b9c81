using System.Net;

namespace Cloison.Server.Platform.Access;

/// <summary>How the installation is reached.</summary>
/// <param name="PublicUrl">The address that people type, without a path; null: the one of each request, for use on this machine alone.</param>
/// <param name="AllowPlainHttp">Lets people sign in without https, on a trusted network only: everybody on the way can then read along.</param>
internal sealed record AccessSettings(Uri? PublicUrl, bool AllowPlainHttp)
{
    /// <exception cref="InvalidOperationException">The configuration is not right; the message says what.</exception>
    public static AccessSettings From(IConfiguration configuration)
    {
        var allowPlainHttp = configuration.GetValue("Cloison:AllowPlainHttp", defaultValue: false);
        if (configuration["Cloison:PublicUrl"] is not { Length: > 0 } text)
            return new(null, allowPlainHttp);
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http") || url.PathAndQuery != "/" || url.Fragment.Length > 0)
            throw new InvalidOperationException("Cloison:PublicUrl must be an address without a path, such as https://label.example.");
        if (url.Scheme == "http" && !allowPlainHttp && !IsThisMachine(url.Host))
            throw new InvalidOperationException("Cloison:PublicUrl must begin with https:// (or set Cloison:AllowPlainHttp=true on a trusted network).");
        return new(url, allowPlainHttp);
    }

    /// <summary>Scheme, host and port, as browsers write an origin.</summary>
    public string OriginFor(HttpRequest request) =>
        PublicUrl is { } url ? url.GetLeftPart(UriPartial.Authority) : $"{request.Scheme}://{request.Host.Value}";

    /// <summary>Whether browsers treat this host as a secure context also without https: what counts is the name that the browser was given.</summary>
    public static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
