using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Xml;
using Cloison.Formats.Dataset;

namespace Cloison.Formats.Input;

/// <summary>Keeps what is wrong with one file within that file: its last entry is then the refusal.</summary>
internal static class Contained
{
    public static async IAsyncEnumerable<DatasetEntry> FileAsync(
        string file, IAsyncEnumerable<DatasetEntry> entries, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var at = entries.GetAsyncEnumerator(ct);
        while (true)
        {
            Refusal? refusal = null;
            try
            {
                if (!await at.MoveNextAsync())
                    yield break;
            }
            catch (Exception e) when (Refuse(file, e) is not null)
            {
                refusal = Refuse(file, e);
            }

            if (refusal is not null)
            {
                yield return refusal;
                yield break;
            }

            yield return at.Current;
        }
    }

    /// <summary>The refusal that an exception of a parser stands for, or null when it is a bug or a broken machine.</summary>
    public static Refusal? Refuse(string file, Exception exception) => exception switch
    {
        InputException e => new(e.Place ?? file, e.Message),
        JsonException e => new(e.LineNumber is { } line ? $"{file}:{line + 1}" : file, $"This is not JSON, or it is cut off: {Sentence(e.Message)}"),
        XmlException e => new($"{file}:{e.LineNumber}", $"This is not XML, or it is not safe to read: {e.Message}"),
        InvalidDataException e => new(file, e.Message),
        EndOfStreamException => new(file, "The file is cut off."),
        DecoderFallbackException => new(file, "The text is not valid UTF-8."),
        _ => null,
    };

    // System.Text.Json adds its own place after the sentence.
    private static string Sentence(string message) => message.IndexOf(" LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
