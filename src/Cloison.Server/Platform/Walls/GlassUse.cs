using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Platform.Walls;

/// <summary>What a request wants, as far as broken glass decides by it.</summary>
/// <param name="Project">Null: it names none.</param>
/// <param name="ReadsOnly">It changes nothing, takes no file of results out, and is logged by itself before anything is read.</param>
internal readonly record struct GlassUse(ProjectId? Project, bool ReadsOnly)
{
    public static GlassUse Of(HttpContext context) => new(
        context.Request.RouteValues["project"] is string text && ProjectId.TryParse(text, out var project) ? project : null,
        (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        && context.GetEndpoint()?.Metadata.GetMetadata<LogRule>() is LogRule.Before { Type: LogTypes.Read or LogTypes.List });
}
