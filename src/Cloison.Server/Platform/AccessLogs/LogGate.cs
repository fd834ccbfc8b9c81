using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>Log before serve: a handler that gives content away runs only when the entry about it is on disk.</summary>
internal static class LogGate
{
    // A route that says nothing is a mistake (and a test fails); it must fail shut.
    private static readonly LogRule Unsaid = new LogRule.Before(LogTypes.Read);

    /// <returns>Why the request must not go on; null when it may.</returns>
    public static async Task<Problem?> CheckAsync(HttpContext context, AccessLog log, Caller caller)
    {
        var rule = context.GetEndpoint()?.Metadata.GetMetadata<LogRule>() ?? Unsaid;
        if (rule is LogRule.Nothing)
            return null;
        // Taking a right away waits for nothing.
        if (log.State == Contracts.LogState.Rollback && rule is not LogRule.Within { Type: LogTypes.Revoke })
            return LogProblems.Unavailable;
        if (rule is not LogRule.Before before)
            return null;
        try
        {
            await log.AppendAsync(EntryOf(before.Type, context, caller), context.RequestAborted);
            return null;
        }
        catch (Exception e) when (e is LogUnavailableException or StorageUnavailableException)
        {
            return LogProblems.Unavailable;
        }
    }

    private static LogEntry EntryOf(string type, HttpContext context, Caller caller)
    {
        ProjectId? project = null;
        string? thing = null;
        foreach (var (name, value) in context.Request.RouteValues)
            if (name == "project")
                project = ProjectId.TryParse(value as string, out var id) ? id : null;
            else if (value is string text && IsId(text))
                thing = text;
        return LogEntry.By(caller, type, project, thing, PurposeOf(context));
    }

    /// <summary>The route as the code has it, without a blank: <c>GET:/projects/{project}</c>.</summary>
    private static string PurposeOf(HttpContext context)
    {
        var pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.Trim('/') ?? "";
        return $"{context.Request.Method}:/{(pattern.StartsWith("api/", StringComparison.Ordinal) ? pattern["api/".Length..] : pattern)}";
    }

    // Addresses are input: only what is an id goes into the log.
    private static bool IsId(string text) => text.Length == 30 && text[3] == '_' && text.All(c => c is '_' or (>= '0' and <= '9') or (>= 'a' and <= 'z'));
}
