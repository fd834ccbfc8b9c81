using System.Globalization;
using System.Text;
using System.Xml;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Xml;

namespace Cloison.Formats.Cvat;

/// <summary>Writes CVAT for images 1.1 as one XML document, in one pass. What <see cref="CvatLabels"/> says about tags holds here too.</summary>
internal sealed class CvatWriter : IDatasetWriter
{
    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount();
        var settings = new XmlWriterSettings { Async = true, Indent = true, Encoding = new UTF8Encoding(false), CloseOutput = false };
        await using var xml = XmlWriter.Create(output, settings);
        await xml.WriteStartDocumentAsync();
        await StartAsync(xml, "annotations");
        await ElementAsync(xml, "version", "1.1");
        await WriteMetaAsync(xml, source.Ontology, fidelity);
        var fields = (source.Ontology.Fields ?? []).ToDictionary(f => f.Name, StringComparer.Ordinal);
        var id = 0;
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            if (ImageItems.ImageOf(item, fidelity) is not { } image)
                continue;
            await StartAsync(xml, "image");
            await AttributeAsync(xml, "id", id++.ToString(CultureInfo.InvariantCulture));
            await AttributeAsync(xml, "name", XmlChars.Clean(image.Name));
            if (image.Width is { } width && image.Height is { } height)
            {
                await AttributeAsync(xml, "width", width.ToString(CultureInfo.InvariantCulture));
                await AttributeAsync(xml, "height", height.ToString(CultureInfo.InvariantCulture));
            }
            else
                fidelity.Lose("image.size", "The size of the image is not known; width and height are left out.");

            var written = 0;
            if (AnswerChoice.Choose(item, options, fidelity) is { } answer)
            {
                AnswerChoice.LoseAnswerFacts(answer, fidelity);
                AnswerChoice.LoseRelations(answer.Content, fidelity);
                foreach (var region in answer.Content.Regions ?? [])
                    written += await WriteShapeAsync(xml, region, fidelity) ? 1 : 0;
                await WriteTagsAsync(xml, answer.Content.Values ?? new Dictionary<string, FieldValue>(), fields, fidelity);
            }

            await xml.WriteEndElementAsync();
            await xml.FlushAsync();
            fidelity.Wrote(written);
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndDocumentAsync();
        await xml.FlushAsync();
        return fidelity.Report();
    }

    private static async Task WriteMetaAsync(XmlWriter xml, Ontology ontology, FidelityCount fidelity)
    {
        fidelity.CurrentItem = "ontology";
        fidelity.Lose("ontology.relation", "The format has no relation types.", ontology.Relations?.Count ?? 0);
        fidelity.Lose("ontology.parent", "The format has no hierarchy of classes.", (ontology.Classes ?? []).Count(c => c.Parent is not null));
        await StartAsync(xml, "meta");
        await StartAsync(xml, "task");
        await StartAsync(xml, "labels");
        foreach (var c in ontology.Classes ?? [])
        {
            // CVAT keeps these two with the shape itself.
            var attributes = (c.Attributes ?? []).Where(a => a is not (BooleanField { Name: CvatImage.Occluded } or NumberField { Name: CvatImage.ZOrder })).ToArray();
            await WriteLabelAsync(xml, c.Name, c.Color, TypeOf(c), attributes, null, fidelity);
        }

        foreach (var (name, attributes) in TagLabels(ontology.Fields ?? [], fidelity))
            await WriteLabelAsync(xml, name, null, "tag", attributes, attributes is [{ } only] && only.Name == name ? CvatLabels.Value : null, fidelity);
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }

    private static string TypeOf(LabelClass c) => c.Shapes is [var only]
        ? only switch { ShapeKind.Box => "rectangle", ShapeKind.Polygon => "polygon", ShapeKind.Point => "points", _ => "any" }
        : "any";

    /// <summary>The tag labels that hold the form: the options of <c>tags</c> with their own fields, then one label for every other field.</summary>
    private static IEnumerable<(string Name, Field[] Attributes)> TagLabels(IReadOnlyList<Field> fields, FidelityCount fidelity)
    {
        var options = fields.OfType<MultiChoiceField>().FirstOrDefault(f => f.Name == CvatLabels.Tags)?.Options ?? [];
        foreach (var option in options)
            yield return (option.Value, [.. fields.Where(f => f.Name.StartsWith(option.Value + ".", StringComparison.Ordinal))]);
        foreach (var field in fields)
            if (field.Name == CvatLabels.Tags || options.Any(o => field.Name.StartsWith(o.Value + ".", StringComparison.Ordinal)))
                continue;
            else if (field is MultiChoiceField)
                fidelity.Lose("ontology.field", "The format has one answer a field: several choices are only possible in the field \"tags\".");
            else
                yield return (field.Name, [field]);
    }

    private static async Task WriteLabelAsync(
        XmlWriter xml, string name, string? color, string type, IReadOnlyList<Field> attributes, string? attributeName, FidelityCount fidelity)
    {
        await StartAsync(xml, "label");
        await ElementAsync(xml, "name", XmlChars.Clean(name));
        if (color is not null)
            await ElementAsync(xml, "color", color);
        await ElementAsync(xml, "type", type);
        await StartAsync(xml, "attributes");
        foreach (var field in attributes)
        {
            if (field is MultiChoiceField)
            {
                fidelity.Lose("ontology.attribute", "The format has no attributes with several choices.");
                continue;
            }

            var (kind, values) = field switch
            {
                ChoiceField f => ("select", string.Join('\n', f.Options.Select(o => o.Value))),
                NumberField f => ("number", f is { Min: { } min, Max: { } max, Step: { } step } ? $"{XmlAttributes.Write(min)}\n{XmlAttributes.Write(max)}\n{XmlAttributes.Write(step)}" : ""),
                BooleanField => ("checkbox", ""),
                _ => ("text", ""),
            };
            var stem = type == "tag" && field.Name.StartsWith(name + ".", StringComparison.Ordinal) ? field.Name[(name.Length + 1)..] : field.Name;
            await StartAsync(xml, "attribute");
            await ElementAsync(xml, "name", XmlChars.Clean(attributeName ?? stem));
            await ElementAsync(xml, "mutable", "False");
            await ElementAsync(xml, "input_type", kind);
            await ElementAsync(xml, "default_value", "");
            await ElementAsync(xml, "values", XmlChars.Clean(values));
            await xml.WriteEndElementAsync();
        }

        await xml.WriteEndElementAsync();
        await xml.WriteEndElementAsync();
    }

    private static async Task<bool> WriteShapeAsync(XmlWriter xml, Region region, FidelityCount fidelity)
    {
        var problem = region.Shape switch
        {
            Box box => ImageItems.Check(box),
            Polygon polygon => ImageItems.CheckPolygon(polygon.Points),
            Point point => ImageItems.IsPixel(point.X) && ImageItems.IsPixel(point.Y) ? null : "The point is not finite.",
            _ => "The format has no such shape.",
        };
        if (problem is not null)
        {
            fidelity.Lose(region.Shape is Span ? "shape.span" : "shape.invalid", problem);
            return false;
        }

        if (region.Score is not null)
            fidelity.Lose("score", "The format has no scores.");
        await StartAsync(xml, region.Shape switch { Box => "box", Polygon => "polygon", _ => "points" });
        await AttributeAsync(xml, "label", XmlChars.Clean(region.Class));
        if (region.Attributes?.GetValueOrDefault(CvatImage.Occluded) is BooleanValue occluded)
            await AttributeAsync(xml, CvatImage.Occluded, occluded.Truth ? "1" : "0");
        await WriteGeometryAsync(xml, region.Shape);
        await AttributeAsync(xml, CvatImage.ZOrder, region.Attributes?.GetValueOrDefault(CvatImage.ZOrder) is NumberValue z ? XmlAttributes.Write(z.Number) : "0");
        foreach (var (name, value) in region.Attributes ?? new Dictionary<string, FieldValue>())
            if ((name, value) is not ((CvatImage.Occluded, BooleanValue) or (CvatImage.ZOrder, NumberValue)))
                await WriteAttributeAsync(xml, name, value, fidelity);
        await xml.WriteEndElementAsync();
        return true;
    }

    private static async Task WriteGeometryAsync(XmlWriter xml, Shape shape)
    {
        switch (shape)
        {
            case Box box:
                await AttributeAsync(xml, "xtl", XmlAttributes.WritePixels(box.X));
                await AttributeAsync(xml, "ytl", XmlAttributes.WritePixels(box.Y));
                await AttributeAsync(xml, "xbr", XmlAttributes.WritePixels(box.Right));
                await AttributeAsync(xml, "ybr", XmlAttributes.WritePixels(box.Bottom));
                break;
            case Polygon { Points: var points }:
                await AttributeAsync(xml, "points", string.Join(';', points.Chunk(2).Select(p => $"{XmlAttributes.WritePixels(p[0])},{XmlAttributes.WritePixels(p[1])}")));
                break;
            case Point point:
                await AttributeAsync(xml, "points", $"{XmlAttributes.WritePixels(point.X)},{XmlAttributes.WritePixels(point.Y)}");
                break;
        }
    }

    private static async Task WriteTagsAsync(
        XmlWriter xml, IReadOnlyDictionary<string, FieldValue> values, Dictionary<string, Field> fields, FidelityCount fidelity)
    {
        var tags = values.GetValueOrDefault(CvatLabels.Tags) is ListValue list ? list.Items : [];
        foreach (var tag in tags)
        {
            await StartAsync(xml, "tag");
            await AttributeAsync(xml, "label", XmlChars.Clean(tag));
            foreach (var (name, value) in values.Where(v => v.Key.StartsWith(tag + ".", StringComparison.Ordinal)))
                await WriteAttributeAsync(xml, name[(tag.Length + 1)..], value, fidelity);
            await xml.WriteEndElementAsync();
        }

        foreach (var (name, value) in values)
            if (name == CvatLabels.Tags && value is ListValue || tags.Any(t => name.StartsWith(t + ".", StringComparison.Ordinal)))
                continue;
            else if (value is ListValue || !fields.ContainsKey(name))
                fidelity.Lose("field", "The format has one answer a field: several choices are only possible in the field \"tags\".");
            else
            {
                await StartAsync(xml, "tag");
                await AttributeAsync(xml, "label", XmlChars.Clean(name));
                await WriteAttributeAsync(xml, CvatLabels.Value, value, fidelity);
                await xml.WriteEndElementAsync();
            }
    }

    private static async Task WriteAttributeAsync(XmlWriter xml, string name, FieldValue value, FidelityCount fidelity)
    {
        if (XmlAttributes.Write(value) is not { } text)
        {
            fidelity.Lose("attribute", "The attribute's value has no form in this format.");
            return;
        }

        await StartAsync(xml, "attribute");
        await AttributeAsync(xml, "name", XmlChars.Clean(name));
        await xml.WriteStringAsync(text);
        await xml.WriteEndElementAsync();
    }

    private static Task StartAsync(XmlWriter xml, string name) => xml.WriteStartElementAsync(null, name, null);

    private static Task ElementAsync(XmlWriter xml, string name, string text) => xml.WriteElementStringAsync(null, name, null, text);

    private static Task AttributeAsync(XmlWriter xml, string name, string text) => xml.WriteAttributeStringAsync(null, name, null, text);
}
