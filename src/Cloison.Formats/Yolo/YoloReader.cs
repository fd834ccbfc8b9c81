using System.Runtime.CompilerServices;
using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Yolo;

/// <summary>
/// YOLO labels, Darknet's and Ultralytics' layouts (https://docs.ultralytics.com/datasets/detect/, /segment/): one text file an image, an empty one for an image
/// without objects. Coordinates are fractions, so the size of each image must be known: from <see cref="ImportOptions.SizeOf"/>,
/// or from an image beside the labels. Labels with a score become a prediction.
/// </summary>
internal sealed class YoloReader : IDatasetReader
{
    private static readonly string[] ImageExtensions = [".jpg", ".jpeg", ".png", ".bmp", ".webp", ".gif", ".tif", ".tiff"];

    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        ontology.AddInput(options.ImageInput, InputKind.Image);
        IReadOnlyList<string?> classes = [];
        if (YoloClasses.Find(files.Files) is { } classFile)
        {
            Refusal? refusal = null;
            try
            {
                classes = await YoloClasses.ReadAsync(files, classFile, options.Limits, ct);
            }
            catch (Exception e) when (Contained.Refuse(classFile.Name, e) is not null)
            {
                refusal = Contained.Refuse(classFile.Name, e);
            }

            if (refusal is not null)
            {
                // Without names every label would get a wrong class.
                yield return refusal;
                yield break;
            }

            foreach (var name in classes)
                if (ImageItems.CheckClass(name) is null)
                    ontology.AddClass(name!);
        }

        var images = new YoloImages();
        foreach (var file in files.Files)
            if (ImageExtensions.Contains(file.Extension))
                images.Add(file.Name, file);
        foreach (var list in files.Files.Where(IsList))
            await foreach (var entry in Contained.FileAsync(list.Name, ReadListAsync(files, list, images, options, ct), ct))
                yield return entry;
        foreach (var file in files.Files.Where(f => f.Extension == ".txt" && !IsList(f) && f.BaseName is not ("classes.txt" or "labels.txt")))
            await foreach (var entry in Contained.FileAsync(file.Name, ReadFileAsync(files, file, images, classes, options, ontology, ct), ct))
                yield return entry;
    }

    /// <summary>Lists of image names, which both layouts have: <c>train.txt</c> and its like outside of the label folders.</summary>
    private static bool IsList(SourceFile file) => file.BaseName is "train.txt" or "val.txt" or "valid.txt" or "test.txt";

    private static async IAsyncEnumerable<DatasetEntry> ReadListAsync(
        IFileSource files, SourceFile list, YoloImages images, ImportOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var raw = await files.OpenAsync(list, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        await foreach (var line in LineReader.ReadAsync(utf8, options.Limits.MaxRowBytes, ct))
            if (line.TooLong)
                yield return new Refusal($"{list.Name}:{line.Number}", LineReader.TooLong(options.Limits.MaxRowBytes));
            else if (!line.IsBlank)
                images.AddListed(line.Decode().Trim());
    }

    private static async IAsyncEnumerable<DatasetEntry> ReadFileAsync(
        IFileSource files, SourceFile file, YoloImages images, IReadOnlyList<string?> classes, ImportOptions options, OntologyBuilder ontology,
        [EnumeratorCancellation] CancellationToken ct)
    {
        var image = images.NameFor(file);
        if (await SizeAsync(files, image, images.FileFor(file), options, ct) is not { Width: > 0, Height: > 0 } size)
            throw new InputException($"The size of the image '{image}' is not known: import it beside the labels, or before them.");

        var labels = new List<Region>();
        var predictions = new List<Region>();
        await using var raw = await files.OpenAsync(file, ct);
        await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
        await foreach (var line in LineReader.ReadAsync(utf8, options.Limits.MaxRowBytes, ct))
        {
            if (line.IsBlank)
                continue;
            Refusal? refusal = null;
            try
            {
                if (line.TooLong)
                    throw new InputException(LineReader.TooLong(options.Limits.MaxRowBytes));
                if (labels.Count + predictions.Count == AnnotationRules.MaxRegions)
                    throw new InputException($"An image has at most {AnnotationRules.MaxRegions:N0} labels.", $"{file.Name}:{line.Number}");
                var (index, shape, score) = YoloLine.Read(line.Decode(), size);
                (score is null ? labels : predictions).Add(
                    new($"r{labels.Count + predictions.Count + 1}", NameOf(classes, index), shape, Score: score));
            }
            catch (Exception e) when (e is InputException or DecoderFallbackException)
            {
                refusal = Contained.Refuse($"{file.Name}:{line.Number}", e);
            }

            if (refusal is not null)
                yield return refusal;
        }

        // An empty file says that the image has no objects.
        var answers = new List<LabelledAnswer>();
        if (labels.Count > 0 || predictions.Count == 0)
            answers.Add(ImageItems.Answer(options, new(labels)));
        if (predictions.Count > 0)
            answers.Add(new(AnswerKind.Prediction, new(predictions), options.Author));
        foreach (var answer in answers)
            ontology.Observe(answer.Content);
        yield return new ReadItem(ImageItems.Item(options, image, size.Width, size.Height, answers), file.Name);
    }

    private static string NameOf(IReadOnlyList<string?> classes, int index) =>
        classes.Count == 0 ? index.ToString()
        : index < classes.Count && ImageItems.CheckClass(classes[index]) is null ? classes[index]!
        : throw new InputException($"There is no class with the index {index}.");

    private static async Task<ImageSize?> SizeAsync(IFileSource files, string image, SourceFile? file, ImportOptions options, CancellationToken ct)
    {
        if (options.SizeOf is { } sizeOf && await sizeOf(image, ct) is { } size)
            return size;
        if (file is null)
            return null;
        await using var stream = await files.OpenAsync(file, ct);
        return await ImageHeader.ReadAsync(stream, ct);
    }
}
