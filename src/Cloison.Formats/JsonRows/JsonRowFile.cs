using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.JsonRows;

/// <summary>The rows of a JSON Lines file, or of a JSON document: its top-level array, or the arrays in its top-level object.</summary>
internal static class JsonRowFile
{
    /// <summary>Each row is valid until the next is read; it has a value or a problem.</summary>
    public static async IAsyncEnumerable<(string Place, JsonElement Row, string? Problem)> ReadAsync(
        IFileSource files, SourceFile file, InputLimits limits, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        if (file.Extension == ".json")
        {
            await foreach (var part in JsonParts.ReadAsync(utf8, _ => true, limits.MaxRowBytes, ct))
                if (part.Index >= 0)
                    yield return ($"{file.Name}: {part.Property}[{part.Index}]", part.Value, part.Problem);
            yield break;
        }

        await foreach (var line in LineReader.ReadAsync(utf8, limits.MaxRowBytes, ct))
        {
            if (line.IsBlank)
                continue;
            var (document, problem) = line.TooLong ? (null, LineReader.TooLong(limits.MaxRowBytes)) : Parse(line.Utf8);
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
