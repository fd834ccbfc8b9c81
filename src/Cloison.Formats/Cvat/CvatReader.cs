using System.Runtime.CompilerServices;
using System.Xml;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;
using Cloison.Formats.Xml;

namespace Cloison.Formats.Cvat;

/// <summary>
/// CVAT for images 1.1 (https://docs.cvat.ai/docs/dataset_management/formats/format-cvat/), streamed image by image. Coordinates are
/// pixels, 0-based and continuous, as here. Tracks (CVAT for video) are refused one by one.
/// </summary>
internal sealed class CvatReader : IDatasetReader
{
    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        ontology.AddInput(options.ImageInput, InputKind.Image);
        foreach (var file in files.Files.Where(f => files.Files.Count == 1 || f.Extension == ".xml"))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, options, ontology, ct), ct))
                yield return entry;
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(file, ct);
        using var xml = SafeXml.Stream(raw, options.Limits);
        var labels = new CvatLabels();
        var depth = -1;
        while (await xml.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (depth < 0)
            {
                depth = xml.Depth;
                if (xml.LocalName != "annotations")
                    throw new InputException($"The document is <{xml.LocalName}>, not CVAT's <annotations>.");
                continue;
            }

            var line = ((IXmlLineInfo)xml).LineNumber;
            var element = await SafeXml.ReadElementAsync(xml, options.Limits, ct);
            switch (element.Name.LocalName)
            {
                case "meta": labels.Read(element, ontology); break;
                case "image":
                    var image = new CvatImage(element, $"{file.Name}:{line}", labels);
                    var item = image.Read(options, ontology);
                    foreach (var refusal in image.Refusals)
                        yield return refusal;
                    if (item is not null)
                        yield return new ReadItem(item, $"{file.Name}:{line}");
                    break;
                case "track": yield return new Refusal($"{file.Name}:{line}", "Tracks of a video are not read."); break;
            }
        }

        if (depth < 0)
            throw new InputException("The document is empty.");
    }
}
