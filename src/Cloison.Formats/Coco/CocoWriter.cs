using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;

namespace Cloison.Formats.Coco;

/// <summary>
/// Writes COCO object detection: info, categories, images, annotations, in two passes over the items, so that memory stays constant.
/// Category, image and annotation ids count from 1 in order of appearance.
/// </summary>
internal sealed class CocoWriter : IDatasetWriter
{
    private const int FlushBytes = 1 << 16;

    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount();
        await using var json = new Utf8JsonWriter(output);
        json.WriteStartObject();
        json.WriteStartObject("info");
        json.WriteString("description", "Exported by Cloison");
        json.WriteString("version", "1.0");
        json.WriteEndObject();
        json.WriteStartArray("licenses");
        json.WriteEndArray();
        var categories = WriteCategories(json, source.Ontology, fidelity);
        var images = await WriteImagesAsync(json, source, fidelity, ct);
        await WriteAnnotationsAsync(json, source, options, categories, images, fidelity, ct);
        json.WriteEndObject();
        await json.FlushAsync(ct);
        return fidelity.Report();
    }

    private static Dictionary<string, int> WriteCategories(Utf8JsonWriter json, Ontology ontology, FidelityCount fidelity)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        json.WriteStartArray("categories");
        foreach (var c in ontology.Classes ?? [])
        {
            ids[c.Name] = ids.Count + 1;
            json.WriteStartObject();
            json.WriteNumber("id", ids.Count);
            json.WriteString("name", c.Name);
            json.WriteString("supercategory", c.Parent ?? "");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        fidelity.CurrentItem = "ontology";
        fidelity.Lose("ontology.relation", "The format has no relation types.", ontology.Relations?.Count ?? 0);
        fidelity.Lose("ontology.field", "The format has no form fields.", ontology.Fields?.Count ?? 0);
        return ids;
    }

    private static async Task<int> WriteImagesAsync(Utf8JsonWriter json, DatasetSource source, FidelityCount fidelity, CancellationToken ct)
    {
        var id = 0;
        json.WriteStartArray("images");
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            if (ImageItems.ImageOf(item, fidelity) is not { } image)
                continue;
            json.WriteStartObject();
            json.WriteNumber("id", ++id);
            json.WriteString("file_name", image.Name);
            if (image.Width is { } width && image.Height is { } height)
            {
                json.WriteNumber("width", width);
                json.WriteNumber("height", height);
            }
            else
                fidelity.Lose("image.size", "The size of the image is not known; width and height are left out.");

            json.WriteEndObject();
            if (json.BytesPending > FlushBytes)
                await json.FlushAsync(ct);
        }

        json.WriteEndArray();
        return id;
    }

    private static async Task WriteAnnotationsAsync(
        Utf8JsonWriter json, DatasetSource source, ExportOptions options, Dictionary<string, int> categories, int images, FidelityCount fidelity, CancellationToken ct)
    {
        int image = 0, id = 0;
        json.WriteStartArray("annotations");
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            if (MediaFile.First(item.Data) is null)
                continue;
            if (++image > images)
                break;
            fidelity.CurrentItem = item.ExternalId ?? item.Id ?? "";
            var written = 0;
            if (AnswerChoice.Choose(item, options, fidelity) is { } answer)
            {
                AnswerChoice.LoseAnswerFacts(answer, fidelity);
                AnswerChoice.LoseRelations(answer.Content, fidelity);
                AnswerChoice.LoseValues(answer.Content, fidelity);
                foreach (var parts in CocoParts.Join(answer.Content.Regions ?? []))
                    if (IsWritable(parts, categories, fidelity))
                    {
                        WriteAnnotation(json, ++id, image, categories[parts[0].Class], parts);
                        written += parts.Count;
                        if (json.BytesPending > FlushBytes)
                            await json.FlushAsync(ct);
                    }
            }

            fidelity.Wrote(written);
        }

        json.WriteEndArray();
        if (image != images)
            throw new InvalidOperationException("The items changed between the two passes of the export.");
    }

    private static bool IsWritable(IReadOnlyList<Region> parts, Dictionary<string, int> categories, FidelityCount fidelity)
    {
        var (kind, reason) = parts[0] switch
        {
            var r when !categories.ContainsKey(r.Class) => ("class", "The ontology has no such class."),
            { Shape: Box box } => ("shape.invalid", ImageItems.Check(box)),
            { Shape: Polygon } => ("shape.invalid", parts.Select(p => ImageItems.CheckPolygon(((Polygon)p.Shape).Points)).FirstOrDefault(r => r is not null)),
            var r => ($"shape.{r.Shape.Kind}".ToLowerInvariant(), "The format has boxes and polygons only."),
        };
        if (reason is not null)
            fidelity.Lose(kind, reason, parts.Count);
        return reason is null;
    }

    private static void WriteAnnotation(Utf8JsonWriter json, int id, int image, int category, IReadOnlyList<Region> parts)
    {
        var bounds = parts.Select(p => p.Shape is Box box ? box : ((Polygon)p.Shape).Bounds).ToArray();
        var (left, top) = (bounds.Min(b => b.X), bounds.Min(b => b.Y));
        // One box is written as it is: right minus left would not give every width back.
        var (width, height) = bounds.Length == 1 ? (bounds[0].Width, bounds[0].Height) : (bounds.Max(b => b.Right) - left, bounds.Max(b => b.Bottom) - top);
        var isCrowd = parts[0].Attributes?.GetValueOrDefault(CocoAnnotation.Crowd) is BooleanValue { Truth: true };
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("image_id", image);
        json.WriteNumber("category_id", category);
        json.WriteStartArray("segmentation");
        foreach (var polygon in parts.Select(p => p.Shape).OfType<Polygon>())
        {
            json.WriteStartArray();
            foreach (var number in polygon.Points)
                json.WriteNumberValue(number);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("area", parts.Sum(p => p.Shape is Box box ? box.Area : ((Polygon)p.Shape).Area));
        json.WriteStartArray("bbox");
        foreach (var number in (ReadOnlySpan<double>)[left, top, width, height])
            json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteNumber("iscrowd", isCrowd ? 1 : 0);
        if (parts[0].Attributes?.Where(a => !(a.Key == CocoAnnotation.Crowd && isCrowd)).ToArray() is { Length: > 0 } attributes)
        {
            json.WriteStartObject("attributes");
            foreach (var (name, value) in attributes)
            {
                json.WritePropertyName(name);
                JsonSerializer.Serialize(json, value, DomainJson.Options);
            }

            json.WriteEndObject();
        }

        if (parts[0].Score is { } score)
            json.WriteNumber("score", score);
        json.WriteEndObject();
    }
}
