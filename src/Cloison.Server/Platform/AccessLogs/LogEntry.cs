using System.Text.Json;
using Cloison.Server.Platform.Access;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>What happened, as the code that does it knows it; <see cref="AccessLog.Prepare"/> makes pseudonyms of who.</summary>
/// <param name="Type">One of <see cref="LogTypes"/>, or of a feature's own.</param>
/// <param name="Object">An id; a person's becomes his pseudonym.</param>
/// <param name="Purpose">A word of the code, such as the route: never input.</param>
/// <param name="Key">The key that a program came with, instead of a session.</param>
internal sealed record LogEntry(
    string Type, PersonId? Actor, SessionId? Session, string? Role = null, ProjectId? Project = null, string? Object = null, string? Purpose = null,
    string? Rule = null, string? Decision = null, long? Bytes = null, ApiKeyId? Key = null)
{
    public static LogEntry By(
        Caller caller, string type, ProjectId? project = null, string? @object = null, string? purpose = null, string? decision = null, long? bytes = null) => new(
        type, caller.Person, caller.Session, RoleOf(caller), project, @object, purpose, Decision: decision, Bytes: bytes, Key: caller.Key);

    /// <summary>Roles or scopes as one word: <c>lead+engineer</c>.</summary>
    public static string Words<T>(IEnumerable<T> values) where T : struct, Enum =>
        string.Join('+', values.Distinct().Select(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString())));

    // Each read through broken glass names the glass.
    private static string RoleOf(Caller caller) => caller.Glass is { } glass ? $"glass:{glass.Id}" : caller.Key is null ? Words(caller.Roles.ToList()) : "key";
}
