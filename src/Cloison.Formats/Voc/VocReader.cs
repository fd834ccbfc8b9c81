using System.Runtime.CompilerServices;
using System.Xml.Linq;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Xml;

namespace Cloison.Formats.Voc;

/// <summary>
/// Pascal VOC (http://host.robots.ox.ac.uk/pascal/VOC/voc2012/devkit_doc.pdf, section 11.1): one XML file an image. Its corners are pixels, counted from 1, both
/// inside the box; here a box is continuous and starts at 0. So x = xmin - 1 and width = xmax - xmin + 1, as Detectron2 reads
/// it: the pixel columns 1 to 500 of an image of 500 are x = 0, width = 500. Other tools copy the numbers without shifting them;
/// their files differ from these by one pixel.
/// </summary>
internal sealed class VocReader : IDatasetReader
{
    private static readonly string[] Flags = ["truncated", "difficult", "occluded"];

    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        ontology.AddInput(options.ImageInput, InputKind.Image);
        if (files.Files.FirstOrDefault(f => f.BaseName == VocLabelMap.Name) is { } map)
            await foreach (var entry in Contained.FileAsync(map.Name, VocLabelMap.ReadAsync(files, map, options, ontology, ct), ct))
                yield return entry;
        foreach (var file in files.Files.Where(f => files.Files.Count == 1 || f.Extension == ".xml"))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, options, ontology, ct), ct))
                yield return entry;
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        XElement root;
        await using (var raw = await files.OpenAsync(file, ct))
            root = await SafeXml.LoadAsync(raw, options.Limits, ct);
        if (root.Name != "annotation")
            throw new InputException($"The document is <{root.Name.LocalName}>, not a VOC <annotation>.");
        var stated = root.Element("filename")?.Value.Trim();
        var name = string.IsNullOrEmpty(stated) ? FileName.WithoutExtension(file.BaseName) + ".jpg" : stated;
        if (!FileName.TryNormalise(name, out var image, out var reason))
            throw new InputException(reason, $"{file.Name}: filename");

        var regions = new List<Region>();
        foreach (var (i, element) in root.Elements("object").Index())
        {
            var place = $"{file.Name}: object[{i}]";
            if (regions.Count == AnnotationRules.MaxRegions)
                throw new InputException($"An image has at most {AnnotationRules.MaxRegions:N0} objects.");
            if (element.Element("part") is not null)
                yield return new Refusal($"{place}.part", "Parts of objects are not read; the object itself is.");
            if (Read(element, i + 1, out var problem) is { } region)
                regions.Add(region);
            else
                yield return new Refusal(place, problem!);
        }

        var size = root.Element("size");
        var content = new AnnotationContent(regions);
        ontology.Observe(content);
        yield return new ReadItem(
            ImageItems.Item(options, image, Pixels(size?.Element("width")), Pixels(size?.Element("height")), [ImageItems.Answer(options, content)]), file.Name);
    }

    private static Region? Read(XElement element, int ordinal, out string? problem)
    {
        var name = element.Element("name")?.Value.Trim();
        problem = ImageItems.CheckClass(name);
        if (problem is not null)
            return null;
        var box = element.Element("bndbox");
        if (Corner("xmin") is not { } left || Corner("ymin") is not { } top || Corner("xmax") is not { } right || Corner("ymax") is not { } bottom)
        {
            problem = "The object has no bndbox of four numbers.";
            return null;
        }

        var shape = new Box(left - 1, top - 1, right - left + 1, bottom - top + 1);
        problem = ImageItems.Check(shape);
        return problem is null ? new Region($"r{ordinal}", name!, shape, Attributes(element)) : null;

        double? Corner(string corner) => XmlAttributes.Number(box?.Element(corner)?.Value);
    }

    private static Dictionary<string, FieldValue>? Attributes(XElement element)
    {
        var attributes = new Dictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var flag in Flags)
            if (element.Element(flag)?.Value.Trim() is ("0" or "1") and var digit)
                attributes[flag] = digit == "1";
        if (element.Element("pose")?.Value.Trim() is { Length: > 0 } pose)
            attributes["pose"] = pose;
        // What CVAT adds to the format.
        foreach (var attribute in element.Element("attributes")?.Elements("attribute") ?? [])
            if (attribute.Element("name")?.Value.Trim() is { Length: > 0 } name)
                attributes[name] = XmlAttributes.Guess(attribute.Element("value")?.Value ?? "");
        return attributes.Count == 0 ? null : attributes;
    }

    private static int? Pixels(XElement? element) =>
        XmlAttributes.Number(element?.Value) is { } n && n == Math.Floor(n) && n is > 0 and <= InputLimits.MaxPixels ? (int)n : null;
}
