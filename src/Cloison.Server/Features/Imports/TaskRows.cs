using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Formats.Dataset;
using Cloison.Server.Features.Assets;
using Refusal = Cloison.Formats.Dataset.Refusal;

namespace Cloison.Server.Features.Imports;

/// <summary>Reads <see cref="NewTask"/> rows as they come: JSON Lines, or one JSON array of any length. What cannot be read is a refusal.</summary>
internal static class TaskRows
{
    public const int MaxRowBytes = 8 << 20;

    /// <param name="name">For the places of refusals.</param>
    public static async IAsyncEnumerable<DatasetEntry> ReadAsync(Stream json, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        var stream = await Lookahead.ReadAsync(json, 256, ct);
        var first = stream.Head.Span.IndexOfAnyExcept(" \t\r\n\uFEFF"u8);
        var rows = first >= 0 && stream.Head.Span[first] == '[' ? ArrayAsync(stream, name, ct) : LinesAsync(stream, name, ct);
        await foreach (var row in rows.WithCancellation(ct))
            yield return row;
    }

    private static async IAsyncEnumerable<DatasetEntry> ArrayAsync(Stream json, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        var guard = new RowGuard(json, MaxRowBytes);
        await using var rows = JsonSerializer.DeserializeAsyncEnumerable<JsonElement>(guard, DomainJson.Options, ct).GetAsyncEnumerator(ct);
        for (long n = 0; ; n++)
        {
            Refusal? broken = null;
            try
            {
                if (!await rows.MoveNextAsync())
                    yield break;
            }
            catch (Exception e) when (e is JsonException or InvalidDataException)
            {
                // Behind a place that is no JSON nobody can tell where the next row begins.
                broken = new($"{name}[{n}]", e is JsonException ? "From here on this is not JSON." : e.Message);
            }

            if (broken is not null)
            {
                yield return broken;
                yield break;
            }

            guard.Restart();
            yield return Parse($"{name}[{n}]", () => rows.Current.Deserialize<NewTask>(DomainJson.Options));
        }
    }

    private static async IAsyncEnumerable<DatasetEntry> LinesAsync(Stream json, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        var pipe = PipeReader.Create(json, new(bufferSize: 64 << 10, leaveOpen: true));
        var isTooLong = false;
        for (long n = 1; ;)
        {
            var read = await pipe.ReadAsync(ct);
            var buffer = read.Buffer;
            while (TryTakeLine(ref buffer, read.IsCompleted, out var line))
            {
                var place = $"{name}:{n++}";
                if (isTooLong || line.Length > MaxRowBytes)
                    yield return new Refusal(place, $"The line is longer than {MaxRowBytes:N0} bytes.");
                else if (!IsBlank(line))
                    yield return Parse(place, () => Read(line));
                isTooLong = false;
            }

            if (read.IsCompleted)
                break;
            if (buffer.Length > MaxRowBytes)
            {
                // Let go of what is there; its end tells where to go on.
                isTooLong = true;
                buffer = buffer.Slice(buffer.End);
            }

            pipe.AdvanceTo(buffer.Start, read.Buffer.End);
        }

        await pipe.CompleteAsync();
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is { } end)
            (line, buffer) = (buffer.Slice(0, end), buffer.Slice(buffer.GetPosition(1, end)));
        else if (isLast && !buffer.IsEmpty)
            (line, buffer) = (buffer, buffer.Slice(buffer.End));
        else
            return false;
        return true;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line)
    {
        foreach (var part in line)
            if (part.Span.ContainsAnyExcept(" \t\r"u8))
                return false;
        return true;
    }

    private static NewTask? Read(in ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = DomainJson.Options.MaxDepth });
        return JsonSerializer.Deserialize<NewTask>(ref reader, DomainJson.Options);
    }

    private static DatasetEntry Parse(string place, Func<NewTask?> read)
    {
        try
        {
            return read() is not { } row
                ? new Refusal(place, "A row is a JSON object.")
                : new ReadItem(new(row.Data, [.. AnswersOf(row)], row.ExternalId, row.Batch, Priority: row.Priority), place);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            // NotSupportedException: a shape or field without its "kind". InvalidOperationException: half a surrogate pair.
            return new Refusal(place, e switch
            {
                JsonException { Path: { Length: > 2 } at } => $"{at[2..]}: this is not what a row holds here.",
                JsonException => "The row is not a JSON object, or holds a member that no row has.",
                NotSupportedException => "A shape does not say its \"kind\".",
                _ => "A text is not valid Unicode.",
            });
        }
    }

    private static IEnumerable<LabelledAnswer> AnswersOf(NewTask row)
    {
        foreach (var prediction in row.Predictions ?? [])
            yield return new(AnswerKind.Prediction, prediction.Content, prediction.Model);
        if (row.Gold is not null)
            yield return new(AnswerKind.Gold, row.Gold);
    }
}
