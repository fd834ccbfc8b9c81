using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;

namespace Cloison.Server.Platform.Http;

/// <summary>Serves the built web UI beside the program; every address that is no file and no API is the UI's own route.</summary>
internal static class WebUi
{
    public static void UseWebUi(this WebApplication app)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!Directory.Exists(root))
        {
            app.MapFallback("/{**path}", () => Results.Text("The web UI is not part of this build. The API is under /api.", statusCode: 404)).AllowAnonymous();
            return;
        }

        var index = File.ReadAllText(Path.Combine(root, "index.html"));
        app.UseWhen(
            context => context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal) || Path.HasExtension(context.Request.Path),
            branch =>
            {
                branch.UseResponseCompression();
                branch.UseStaticFiles(new StaticFileOptions
                {
                    FileProvider = new PhysicalFileProvider(root),
                    ContentTypeProvider = new FileExtensionContentTypeProvider(),
                    OnPrepareResponse = file =>
                    {
                        // Vite puts a content hash into these names.
                        if (file.Context.Request.Path.StartsWithSegments("/assets", StringComparison.Ordinal))
                            file.Context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
                    },
                });
            });
        app.MapFallback("/api/{**path}", () => CommonProblems.NotFound.ToHttp()).AllowAnonymous();
        app.MapFallback("/{**path}", context =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Response.Headers.CacheControl = "no-store";
            return context.Response.WriteAsync(index.Replace("__CSP_NONCE__", (string)context.Items[SecurityHeaders.NonceKey]!, StringComparison.Ordinal), context.RequestAborted);
        }).AllowAnonymous();
    }
}
