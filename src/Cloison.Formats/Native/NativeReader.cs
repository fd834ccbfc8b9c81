using System.Runtime.CompilerServices;
using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Native;

/// <summary>
/// Cloison's own JSON Lines: a header line (<see cref="NativeHeader"/>, optional on reading), then one <see cref="DatasetItem"/> a line,
/// by the rules of <see cref="DomainJson"/>. Unknown members are refused with their line.
/// </summary>
internal sealed class NativeReader : IDatasetReader
{
    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        foreach (var file in files.Files.Where(f => files.Files.Count == 1 || f.Extension is ".jsonl" or ".ndjson" or ".cloison"))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, options, ontology, ct), ct))
                yield return entry;
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        await foreach (var line in LineReader.ReadAsync(utf8, options.Limits.MaxRowBytes, ct))
        {
            if (line.IsBlank)
                continue;
            var place = $"{file.Name}:{line.Number}";
            if (line.TooLong)
                yield return new Refusal(place, LineReader.TooLong(options.Limits.MaxRowBytes));
            else if (Read(line.Utf8.Span, place, ontology) is { } entry)
                yield return entry;
        }
    }

    /// <returns>Null for a header.</returns>
    private static DatasetEntry? Read(ReadOnlySpan<byte> line, string place, OntologyBuilder ontology)
    {
        try
        {
            if (IsHeader(line))
            {
                ReadHeader(line, ontology);
                return null;
            }

            var item = JsonSerializer.Deserialize<DatasetItem>(line, DomainJson.Options) ?? throw new InputException("The line is null.");
            Check(item);
            Observe(item, ontology);
            return new ReadItem(item, place);
        }
        catch (Exception e) when (e is NotSupportedException || Contained.Refuse(place, e) is not null)
        {
            // System.Text.Json reports a missing "kind" of a shape or field as NotSupportedException.
            return new Refusal(place, e switch
            {
                NotSupportedException => "A shape or field does not say its \"kind\".",
                JsonException json => $"This is not an item: {Sentence(json.Message)}",
                _ => e.Message,
            });
        }
    }

    private static bool IsHeader(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("format"u8);
    }

    private static void ReadHeader(ReadOnlySpan<byte> line, OntologyBuilder ontology)
    {
        var header = JsonSerializer.Deserialize<NativeHeader>(line, DomainJson.Options);
        if (header is not { Format: NativeHeader.Name, Version: NativeHeader.CurrentVersion })
            throw new InputException($"Only version {NativeHeader.CurrentVersion} of the format \"{NativeHeader.Name}\" is read; its items may be refused.");
        if (header.Offsets != NativeHeader.Utf16)
            throw new InputException("Offsets are read as \"utf16\" only; spans of this file would be at wrong places.", null);
        if (header.Ontology is not null)
            ontology.Include(header.Ontology);
    }

    private static void Check(DatasetItem item)
    {
        JsonFacts.Materialise(item.Data.Json);
        foreach (var answer in item.Answers ?? [])
        {
            foreach (var region in answer.Content.Regions ?? [])
                if (!IsFinite(region.Shape) || region.Score is { } score && !double.IsFinite(score))
                    throw new InputException($"The region '{region.Id}' has a number that is not finite.");
            var attributes = (answer.Content.Regions ?? []).SelectMany(r => r.Attributes?.Values ?? []);
            if ((answer.Content.Values?.Values ?? []).Concat(attributes).Any(v => v is NumberValue n && !double.IsFinite(n.Number)))
                throw new InputException("An answer is a number that is not finite.");
            if (answer.ActiveSeconds is { } s && !double.IsFinite(s) || answer.Agreement is { } a && !double.IsFinite(a))
                throw new InputException("An answer's time or agreement is not finite.");
        }
    }

    private static bool IsFinite(Shape shape) => shape switch
    {
        Box b => double.IsFinite(b.X) && double.IsFinite(b.Y) && double.IsFinite(b.Width) && double.IsFinite(b.Height),
        Polygon p => p.Points.All(double.IsFinite),
        Point p => double.IsFinite(p.X) && double.IsFinite(p.Y),
        _ => true,
    };

    private static void Observe(DatasetItem item, OntologyBuilder ontology)
    {
        foreach (var (name, node) in item.Data.Json)
            ontology.AddInput(name, MediaFile.Read(name, node) is null ? InputKind.Text : InputKind.Image);
        foreach (var answer in item.Answers ?? [])
            ontology.Observe(answer.Content);
    }

    private static string Sentence(string message) => message.IndexOf(" | LineNumber:", StringComparison.Ordinal) is > 0 and var end ? message[..end] : message;
}
