using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.FileProviders;

namespace Cloison.Server.Platform.Http;

/// <summary>Serves the built web UI beside the program; every address that is no file and no API is the UI's own route.</summary>
internal static class WebUi
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "wwwroot");

    /// <summary>Files: before routing, so that no policy is asked for them.</summary>
    public static void UseWebUiFiles(this WebApplication app)
    {
        if (!Directory.Exists(Root))
            return;
        app.UseWhen(context => IsFile(context.Request.Path), branch =>
        {
            branch.UseResponseCompression();
            branch.UseStaticFiles(new StaticFileOptions
            {
                FileProvider = new PhysicalFileProvider(Root),
                OnPrepareResponse = file =>
                {
                    // Vite puts a content hash into these names.
                    if (file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
                        file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                },
            });
        });
    }

    public static void MapWebUi(this WebApplication app)
    {
        // A request delegate: what is generated for a handler with parameters forgets that a fallback comes last.
        app.MapFallback("/api/{**path}", context => NothingHere(context.Request).ExecuteAsync(context)).Public("Says only that there is nothing here.").ExcludeFromDescription();
        var page = Path.Combine(Root, "index.html");
        var index = File.Exists(page) ? File.ReadAllText(page) : null;
        app.MapFallback("/{**path}", context => WriteIndexAsync(context, index)).Public("The web UI's shell: it holds no data.").ExcludeFromDescription();
    }

    // A route that takes JSON is passed over when something else is sent, and the request ends here.
    private static ProblemHttpResult NothingHere(HttpRequest request) =>
        (request.ContentType is null || request.HasJsonContentType() ? CommonProblems.NotFound : CommonProblems.NotJson).ToHttp();

    // index.html itself goes through the fallback: it needs its nonce.
    private static bool IsFile(PathString path) =>
        path.HasValue && !path.StartsWithSegments("/api", StringComparison.Ordinal) && Path.HasExtension(path.Value) && path.Value != "/index.html";

    private static Task WriteIndexAsync(HttpContext context, string? index)
    {
        if (index is null)
        {
            context.Response.StatusCode = 404;
            return context.Response.WriteAsync("The web UI is not part of this build. The API is under /api.", context.RequestAborted);
        }

        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        var nonce = (string)context.Items[SecurityHeaders.NonceKey]!;
        return context.Response.WriteAsync(index.Replace("__CSP_NONCE__", nonce, StringComparison.Ordinal), context.RequestAborted);
    }
}
