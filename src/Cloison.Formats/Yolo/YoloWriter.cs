using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;

namespace Cloison.Formats.Yolo;

/// <summary>
/// Writes a zip in Ultralytics' layout: <c>data.yaml</c>, <c>classes.txt</c>, <c>train.txt</c> with the names of the images, and
/// <c>labels/NAME.txt</c>. Put the images into <c>images/</c> and train. Numbers have up to nine decimals.
/// </summary>
internal sealed class YoloWriter : IDatasetWriter
{
    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount { CurrentItem = "ontology" };
        var classes = (source.Ontology.Classes ?? []).ToArray();
        fidelity.Lose("ontology.parent", "The format has no hierarchy of classes.", classes.Count(c => c.Parent is not null));
        fidelity.Lose("ontology.attribute", "The format has no attributes.", classes.Sum(c => c.Attributes?.Count ?? 0));
        fidelity.Lose("ontology.field", "The format has no form fields.", source.Ontology.Fields?.Count ?? 0);
        var indices = classes.Index().ToDictionary(c => c.Item.Name, c => c.Index, StringComparer.Ordinal);
        await using var zip = await ZipOutput.CreateAsync(output, ct);
        await zip.WriteEntryAsync("data.yaml", Yaml(classes.Select(c => c.Name)), ct);
        if (classes.All(c => !c.Name.Contains('\n') && c.Name.Trim() == c.Name))
            await zip.WriteEntryAsync("classes.txt", Encoding.UTF8.GetBytes(string.Concat(classes.Select(c => c.Name + "\n"))), ct);
        // A trainer finds the labels of an image by its name without the extension: two images that share it cannot both have some.
        var stems = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var listed = new List<string>();
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            if (ImageItems.ImageOf(item, fidelity) is not { } image)
                continue;
            if (image is not { Width: > 0 and var width, Height: > 0 and var height })
            {
                fidelity.Lose("item", "The size of the image is not known, and the format has fractions of it.");
                continue;
            }

            if (AnswerChoice.Choose(item, options, fidelity) is not { } answer)
            {
                // A file without lines would say that there are no objects.
                fidelity.Lose("item", "The item has no answer.");
                continue;
            }

            if (!FileName.TryNormalise(image.Name, out var name, out _))
            {
                fidelity.Lose("item", "The image's name cannot be a file's name.");
                continue;
            }

            if (!stems.Add(FileName.WithoutExtension(name)))
            {
                fidelity.Lose("item", "Another image has the same name apart from its extension, and label files are found by that name.");
                continue;
            }

            var (text, written) = Labels(answer, indices, new(width, height), fidelity);
            await zip.WriteEntryAsync($"labels/{FileName.WithoutExtension(name)}.txt", Encoding.UTF8.GetBytes(text), ct);
            listed.Add(name);
            fidelity.Wrote(written);
        }

        // Only what has a label file: a trainer takes an image without one for an image without objects.
        await WriteListAsync(zip, listed, ct);
        return fidelity.Report();
    }

    private static (string Text, int Written) Labels(LabelledAnswer answer, Dictionary<string, int> indices, ImageSize size, FidelityCount fidelity)
    {
        AnswerChoice.LoseAnswerFacts(answer, fidelity);
        AnswerChoice.LoseRelations(answer.Content, fidelity);
        AnswerChoice.LoseValues(answer.Content, fidelity);
        var regions = answer.Content.Regions ?? [];
        // Ultralytics reads every line of a file as a polygon when one of them is.
        var asPolygons = regions.Any(r => r.Shape is Polygon);
        var (text, written) = (new StringBuilder(), 0);
        foreach (var region in regions)
        {
            var (kind, reason) = region switch
            {
                _ when !indices.ContainsKey(region.Class) => ("class", "The ontology has no such class."),
                { Shape: Box box } => ("shape.invalid", ImageItems.Check(box)),
                { Shape: Polygon polygon } => ("shape.invalid", ImageItems.CheckPolygon(polygon.Points)),
                _ => ($"shape.{region.Shape.Kind}".ToLowerInvariant(), "The format has boxes and polygons only."),
            };
            if (reason is not null)
            {
                fidelity.Lose(kind, reason);
                continue;
            }

            if (asPolygons && region.Shape is Box)
                fidelity.Lose("shape.box", "The box is written as a polygon: a file cannot mix both.");
            if (region.Score is not null)
                fidelity.Lose("score", "Training labels have no scores.");
            fidelity.Lose("attribute", "The format has no attributes.", region.Attributes?.Count ?? 0);
            text.Append(YoloLine.Write(indices[region.Class], region.Shape, size, asPolygons));
            written++;
        }

        return (text.ToString(), written);
    }

    private static async Task WriteListAsync(ZipOutput zip, IEnumerable<string> images, CancellationToken ct)
    {
        await using var stream = await zip.OpenEntryAsync("train.txt", ct);
        foreach (var name in images)
            await stream.WriteAsync(Encoding.UTF8.GetBytes($"./images/{name}\n"), ct);
    }

    private static byte[] Yaml(IEnumerable<string> names)
    {
        var text = new StringBuilder("path: .\ntrain: train.txt\nval: train.txt\nnames:\n");
        foreach (var (i, name) in names.Index())
            text.Append("  ").Append(i).Append(": \"").Append(name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).ReplaceLineEndings(" ")).Append("\"\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
