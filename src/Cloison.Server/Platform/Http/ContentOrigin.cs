using Cloison.Server.Platform.Access;

namespace Cloison.Server.Platform.Http;

/// <summary>
/// Another origin for what people have uploaded: a page that hides in a picture then has nothing of ours in reach, no cookie and no address. Images
/// are asked for at the product's own address, which checks everything and sends on to an address here that works for a minute.
/// </summary>
/// <param name="Url">As browsers see it; null: uploads come from the product's own origin, sandboxed.</param>
internal sealed record ContentOrigin(Uri? Url)
{
    private const string Prefix = "/content";

    public static readonly ContentOrigin None = new((Uri?)null);

    /// <exception cref="ArgumentException">It is no origin.</exception>
    public static ContentOrigin From(string? text) =>
        string.IsNullOrEmpty(text) ? None
        : Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/" && url.Fragment.Length == 0 ? new(url)
        : throw new ArgumentException($"'{text}' is no address without a path, such as https://label-content.example.");

    /// <summary>What to listen on for it, besides the product's own; null where a proxy brings it.</summary>
    public string? ListenUrl => Url is { Scheme: "http" } url ? Origin(url) : null;

    public string? Source => Url is { } url ? Origin(url) : null;

    public bool IsFor(HttpRequest request) =>
        Url is { } url && string.Equals(request.Host.Value, url.Authority, StringComparison.OrdinalIgnoreCase);

    public string AddressOf(string pass, ProjectId project, AssetId asset, ContentKind kind) =>
        $"{Source}{Prefix}/{pass}/projects/{project}/assets/{asset}{kind switch { ContentKind.Thumbnail => "/thumbnail", ContentKind.Original => "/original", _ => "" }}";

    /// <summary>Keeps the two origins apart: nothing but content at the one, no content at the other.</summary>
    public static void Use(WebApplication app)
    {
        var content = app.Services.GetRequiredService<ContentOrigin>();
        if (content.Url is null)
            return;
        app.Use((context, next) => content.IsFor(context.Request) == context.Request.Path.StartsWithSegments(Prefix, StringComparison.Ordinal)
            ? next(context)
            : CommonProblems.NotFound.ToHttp().ExecuteAsync(context));
    }

    private static string Origin(Uri url) => url.GetLeftPart(UriPartial.Authority);
}
