using System.Globalization;
using System.Text;
using System.Xml;
using Cloison.Domain.Annotations;
using Cloison.Formats.Dataset;
using Cloison.Formats.Xml;

namespace Cloison.Formats.Voc;

/// <summary>
/// Writes a zip of <c>Annotations/NAME.xml</c> and <c>labelmap.txt</c>, in <see cref="VocReader"/>'s convention. Corners that are not
/// whole pixels keep their decimals. Polygons become their bounding boxes, and are counted.
/// </summary>
internal sealed class VocWriter : IDatasetWriter
{
    private static readonly XmlWriterSettings Layout = new() { Async = true, Indent = true, OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false) };

    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount();
        var names = new EntryNames();
        await using var zip = await ZipOutput.CreateAsync(output, ct);
        var writable = (source.Ontology.Classes ?? []).Where(c => !c.Name.Contains(':') && !c.Name.Contains('\n')).ToArray();
        await zip.WriteEntryAsync(VocLabelMap.Name, VocLabelMap.Write(writable), ct);
        fidelity.CurrentItem = "ontology";
        fidelity.Lose("ontology.parent", "The format has no hierarchy of classes.", (source.Ontology.Classes ?? []).Count(c => c.Parent is not null));
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            if (ImageItems.ImageOf(item, fidelity) is not { } image)
                continue;
            var answer = AnswerChoice.Choose(item, options, fidelity);
            await using var entry = await zip.OpenEntryAsync($"Annotations/{names.Take(image.Name)}.xml", ct);
            await WriteAsync(entry, image, answer, fidelity);
        }

        return fidelity.Report();
    }

    private static async Task WriteAsync(Stream output, MediaFile image, LabelledAnswer? answer, FidelityCount fidelity)
    {
        await using var xml = XmlWriter.Create(output, Layout);
        await xml.WriteStartElementAsync(null, "annotation", null);
        await ElementAsync(xml, "folder", "");
        await ElementAsync(xml, "filename", XmlChars.Clean(image.Name));
        if (image.Width is { } width && image.Height is { } height)
        {
            await xml.WriteStartElementAsync(null, "size", null);
            await ElementAsync(xml, "width", width.ToString(CultureInfo.InvariantCulture));
            await ElementAsync(xml, "height", height.ToString(CultureInfo.InvariantCulture));
            await ElementAsync(xml, "depth", "3");
            await xml.WriteEndElementAsync();
        }
        else
            fidelity.Lose("image.size", "The size of the image is not known; it is left out.");

        await ElementAsync(xml, "segmented", "0");
        var written = 0;
        if (answer is not null)
        {
            AnswerChoice.LoseAnswerFacts(answer, fidelity);
            AnswerChoice.LoseRelations(answer.Content, fidelity);
            AnswerChoice.LoseValues(answer.Content, fidelity);
            foreach (var region in answer.Content.Regions ?? [])
                if (BoxOf(region, fidelity) is { } box)
                {
                    await WriteObjectAsync(xml, region, box, fidelity);
                    written++;
                }
        }

        await xml.WriteEndElementAsync();
        await xml.FlushAsync();
        fidelity.Wrote(written);
    }

    private static Box? BoxOf(Region region, FidelityCount fidelity)
    {
        var box = region.Shape as Box ?? (region.Shape as Polygon)?.Bounds;
        if (box is null)
            fidelity.Lose($"shape.{region.Shape.Kind}".ToLowerInvariant(), "The format has boxes only.");
        else if (ImageItems.Check(box) is { } reason)
        {
            fidelity.Lose("shape.invalid", reason);
            return null;
        }
        else if (region.Shape is Polygon)
            fidelity.Lose("shape.polygon", "The polygon is written as its bounding box.");
        if (region.Score is not null && box is not null)
            fidelity.Lose("score", "The format has no scores.");
        return box;
    }

    private static async Task WriteObjectAsync(XmlWriter xml, Region region, Box box, FidelityCount fidelity)
    {
        await xml.WriteStartElementAsync(null, "object", null);
        await ElementAsync(xml, "name", XmlChars.Clean(region.Class));
        var others = new List<(string Name, string Value)>();
        foreach (var (name, value) in region.Attributes ?? new Dictionary<string, FieldValue>())
            switch (name, value)
            {
                case ("truncated" or "difficult" or "occluded", BooleanValue flag): await ElementAsync(xml, name, flag.Truth ? "1" : "0"); break;
                case ("pose", TextValue { Text: var pose }) when pose.Trim() == pose && pose.Length > 0: await ElementAsync(xml, name, XmlChars.Clean(pose)); break;
                case var _ when XmlAttributes.Write(value) is { } text && XmlAttributes.Guess(text).Equals(value): others.Add((XmlChars.Clean(name), text)); break;
                default: fidelity.Lose("attribute", "The attribute's value has no form in this format."); break;
            }

        await xml.WriteStartElementAsync(null, "bndbox", null);
        await ElementAsync(xml, "xmin", XmlAttributes.WritePixels(box.X + 1));
        await ElementAsync(xml, "ymin", XmlAttributes.WritePixels(box.Y + 1));
        await ElementAsync(xml, "xmax", XmlAttributes.WritePixels(box.Right));
        await ElementAsync(xml, "ymax", XmlAttributes.WritePixels(box.Bottom));
        await xml.WriteEndElementAsync();
        if (others.Count > 0)
        {
            await xml.WriteStartElementAsync(null, "attributes", null);
            foreach (var (name, value) in others)
            {
                await xml.WriteStartElementAsync(null, "attribute", null);
                await ElementAsync(xml, "name", name);
                await ElementAsync(xml, "value", value);
                await xml.WriteEndElementAsync();
            }

            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
    }

    private static Task ElementAsync(XmlWriter xml, string name, string text) => xml.WriteElementStringAsync(null, name, null, text);
}
