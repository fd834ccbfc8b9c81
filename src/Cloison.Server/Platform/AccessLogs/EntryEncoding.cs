using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>
/// The bytes of an entry: canonical JSON (RFC 8785), so that the same facts always have the same bytes. Members in the order of their names, no blanks, no nulls.
/// </summary>
/// <remarks>Values are words and ids of the code. What could be a name, an address or a sentence is refused: an entry must be able to say nothing about content.</remarks>
internal static class EntryEncoding
{
    public const int MaxBytes = 4096;

    private const int SaltBytes = 16;
    private const int MaxValueChars = 256;

    // No blank, no @, no quotes and nothing beyond ASCII: neither a sentence nor an e-mail address fits, and RFC 8785 has nothing to escape.
    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._:/-+={},*<>");

    /// <param name="actor">Pseudonyms, already.</param>
    public static byte[] Write(LogEntry entry, string? actor, string? session, string? @object, uint keyNumber, DateTimeOffset now)
    {
        Span<byte> salt = stackalloc byte[SaltBytes];
        RandomNumberGenerator.Fill(salt);
        var json = new StringBuilder(320).Append('{');
        Text(json, "actor", actor);
        Number(json, "bytes", entry.Bytes);
        Text(json, "decision", entry.Decision);
        Number(json, "keyver", keyNumber);
        Text(json, "object", @object);
        Text(json, "project", entry.Project?.Text);
        Text(json, "purpose", entry.Purpose);
        Text(json, "role", entry.Role);
        Text(json, "rule", entry.Rule);
        Text(json, "salt", Convert.ToBase64String(salt));
        Text(json, "session", session);
        Number(json, "t", now.ToUnixTimeMilliseconds());
        Text(json, "type", entry.Type);
        Number(json, "v", 1);
        return Encoding.ASCII.GetBytes(json.Append('}').ToString());
    }

    /// <exception cref="JsonException">These bytes are no entry.</exception>
    public static AccessEntry Read(ReadOnlySpan<byte> entry) =>
        JsonSerializer.Deserialize<AccessEntry>(entry, DomainJson.Options) ?? throw new JsonException("The entry is null.");

    private static void Text(StringBuilder json, string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        if (value.Length > MaxValueChars || value.AsSpan().ContainsAnyExcept(Allowed))
            throw new ArgumentException($"The {name} of a log's entry is a word or an id of the code, never a text.");
        Name(json, name).Append('"').Append(value).Append('"');
    }

    private static void Number(StringBuilder json, string name, long? value)
    {
        if (value is not null)
            Name(json, name).Append(value.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static StringBuilder Name(StringBuilder json, string name) => (json.Length > 1 ? json.Append(',') : json).Append('"').Append(name).Append("\":");
}
