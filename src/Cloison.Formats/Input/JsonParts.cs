using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Cloison.Formats.Input;

/// <summary>One piece of a large JSON document.</summary>
/// <param name="Property">The top-level member that it belongs to; null when the document is an array.</param>
/// <param name="Index">The place in the member's array, from 0; -1 when the member is not an array.</param>
/// <param name="Value">Valid until the next piece is read.</param>
/// <param name="Problem">When not null there is no value: why the piece was skipped.</param>
internal readonly record struct JsonPart(string? Property, long Index, JsonElement Value, string? Problem = null);

/// <summary>
/// Goes through a JSON document of any size, piece by piece: the elements of the top-level array, or of the arrays that are
/// members of the top-level object. Memory is the largest piece.
/// </summary>
internal sealed class JsonParts
{
    // Deeper than any sane document and yet no burden: the tokenizer keeps one bit a level.
    private static readonly JsonReaderOptions Rules = new() { MaxDepth = 1_000 };

    private readonly Func<string, bool> wanted;
    private readonly int maxPartBytes;
    private JsonReaderState state = new(Rules);
    private Phase phase = Phase.Start;
    private Phase afterSkip;
    private int skipDepth;
    private string? property;
    private long index;
    private JsonDocument? document;
    private string? problem;

    private JsonParts(Func<string, bool> wanted, int maxPartBytes) => (this.wanted, this.maxPartBytes) = (wanted, maxPartBytes);

    private enum Phase
    {
        Start,
        InObject,
        AtValue,
        InArray,
        SkipNext,
        Skipping,
        End,
    }

    private enum Step
    {
        NeedMore,
        HasPart,
    }

    /// <param name="wanted">Which members of the top-level object are wanted; the others are passed over.</param>
    /// <exception cref="JsonException">The document is not JSON, or ends too early.</exception>
    /// <exception cref="InputException">It is neither an array nor an object, or one string in it exceeds all limits.</exception>
    public static async IAsyncEnumerable<JsonPart> ReadAsync(
        Stream utf8, Func<string, bool> wanted, int maxPartBytes, [EnumeratorCancellation] CancellationToken ct)
    {
        var parts = new JsonParts(wanted, maxPartBytes);
        var buffer = new byte[65_536];
        int start = 0, end = 0;
        var final = false;
        while (true)
        {
            var step = parts.Advance(buffer.AsSpan(start, end - start), final, out var consumed);
            start += consumed;
            if (step == Step.HasPart)
            {
                yield return new(parts.property, parts.index, parts.document?.RootElement ?? default, parts.problem);
                parts.document?.Dispose();
                (parts.document, parts.problem) = (null, null);
                continue;
            }

            if (final)
                yield break;
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end > maxPartBytes && !parts.StartSkipping())
                throw new InputException($"One value is longer than {maxPartBytes:N0} bytes.");
            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var count = await utf8.ReadAsync(buffer.AsMemory(end), ct);
            final = count == 0;
            end += count;
        }
    }

    private bool StartSkipping()
    {
        if (phase is not (Phase.InArray or Phase.AtValue))
            return false;
        (afterSkip, phase) = (phase == Phase.InArray ? Phase.InArray : Phase.InObject, Phase.SkipNext);
        return true;
    }

    private Step Advance(ReadOnlySpan<byte> bytes, bool final, out int consumed)
    {
        var reader = new Utf8JsonReader(bytes, final, state);
        var step = Advance(ref reader);
        (state, consumed) = (reader.CurrentState, (int)reader.BytesConsumed);
        return step;
    }

    private Step Advance(ref Utf8JsonReader reader)
    {
        while (true)
        {
            var before = reader;
            if (!reader.Read())
                return Step.NeedMore;
            switch (phase)
            {
                case Phase.Start when reader.TokenType == JsonTokenType.StartObject:
                    phase = Phase.InObject;
                    break;
                case Phase.Start when reader.TokenType == JsonTokenType.StartArray:
                    (phase, index) = (Phase.InArray, -1);
                    break;
                case Phase.Start:
                    throw new InputException("The file is neither a JSON object nor a JSON array.");
                case Phase.InObject when reader.TokenType == JsonTokenType.EndObject:
                case Phase.InArray when reader.TokenType == JsonTokenType.EndArray && property is null:
                    phase = Phase.End;
                    break;
                case Phase.InObject:
                    (property, phase) = (Name(ref reader), Phase.AtValue);
                    break;
                case Phase.AtValue when !wanted(property!):
                    Pass(ref reader, Phase.InObject);
                    break;
                case Phase.AtValue when reader.TokenType == JsonTokenType.StartArray:
                    (phase, index) = (Phase.InArray, -1);
                    break;
                case Phase.InArray when reader.TokenType == JsonTokenType.EndArray:
                    phase = Phase.InObject;
                    break;
                case Phase.AtValue or Phase.InArray:
                    if (!JsonDocument.TryParseValue(ref reader, out document))
                    {
                        reader = before;
                        return Step.NeedMore;
                    }

                    (index, phase) = phase == Phase.InArray ? (index + 1, Phase.InArray) : (-1, Phase.InObject);
                    return Step.HasPart;
                case Phase.SkipNext:
                    index = afterSkip == Phase.InArray ? index + 1 : -1;
                    problem = $"It is longer than {maxPartBytes:N0} bytes.";
                    Pass(ref reader, afterSkip);
                    return Step.HasPart;
                case Phase.Skipping when reader.CurrentDepth == skipDepth && reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray:
                    phase = afterSkip;
                    break;
            }
        }
    }

    private static string Name(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InputException("A name is not valid Unicode.");
        }
    }

    private void Pass(ref Utf8JsonReader reader, Phase next)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            (phase, skipDepth, afterSkip) = (Phase.Skipping, reader.CurrentDepth, next);
        else
            phase = next;
    }
}
