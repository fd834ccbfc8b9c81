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
        if (file.Extension != ".json")
        {
            await foreach (var row in JsonLines.ReadAsync(files, file, limits.MaxRowBytes, ct))
                yield return row;
            yield break;
        }

        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        await foreach (var part in JsonParts.ReadAsync(utf8, _ => true, limits.MaxRowBytes, ct))
            if (part.Index >= 0)
                yield return ($"{file.Name}: {part.Property}[{part.Index}]", part.Value, part.Problem);
    }
}
