using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Cli.Answers;

/// <summary>
/// Reads JSON Lines of answers: one a line (<see cref="AnswerLines"/>), or the product's own export, one task a line (<see cref="ExportAnswers"/>).
/// The first line tells which.
/// </summary>
internal static class AnswerFileReader
{
    // A mask of a large picture takes a few million characters; a file without line ends is none of ours.
    public const int MaxLineBytes = 64 << 20;

    /// <exception cref="InvalidDataException">With the file and the line.</exception>
    public static async Task<AnswerFile> ReadAsync(IFileSource source, AnswerOptions options, CancellationToken ct) =>
        await IsExportAsync(source, ct) ? await ExportAnswers.ReadAsync(source, options, ct) : await AnswerLines.ReadAsync(source, options, ct);

    /// <summary>Each line, checked to be an object; valid until the next is read.</summary>
    public static async IAsyncEnumerable<(string Place, JsonElement Json)> LinesAsync(IFileSource source, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (place, json, problem) in JsonLines.ReadAsync(source, source.Files[0], MaxLineBytes, ct))
            yield return problem is not null ? throw new InvalidDataException($"{place}: {problem}")
                : json.ValueKind == JsonValueKind.Object ? (place, json) : throw Bad.At(place, "not a JSON object");
    }

    private static async Task<bool> IsExportAsync(IFileSource source, CancellationToken ct)
    {
        await foreach (var (_, json) in LinesAsync(source, ct))
            return !json.TryGetProperty("task", out _) && (json.TryGetProperty("format", out _) || json.TryGetProperty("data", out _));
        throw new InvalidDataException($"{source.Files[0].Name} is empty.");
    }
}
