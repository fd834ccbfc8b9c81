using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloison.Formats.Files;

namespace Cloison.Formats.Input;

/// <summary>A JSON document on each line. Blank lines are none.</summary>
public static class JsonLines
{
    /// <summary>Each document is valid until the next is read; it has a value or a problem. The place is <c>file.jsonl:17</c>.</summary>
    public static async IAsyncEnumerable<(string Place, JsonElement Json, string? Problem)> ReadAsync(
        IFileSource files, SourceFile file, int maxLineBytes, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        await foreach (var line in LineReader.ReadAsync(utf8, maxLineBytes, ct))
        {
            if (line.IsBlank)
                continue;
            var (document, problem) = line.TooLong ? (null, LineReader.TooLong(maxLineBytes)) : Parse(line.Utf8);
            using (document)
                yield return ($"{file.Name}:{line.Number}", document?.RootElement ?? default, problem);
        }
    }

    private static (JsonDocument? Document, string? Problem) Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return (JsonDocument.Parse(line, new() { MaxDepth = 64 }), null);
        }
        catch (JsonException)
        {
            return (null, "The line is not JSON.");
        }
    }
}
