using System.Runtime.CompilerServices;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Formats.Input;

namespace Cloison.Formats.Coco;

/// <summary>
/// COCO object detection (https://cocodataset.org/#format-data) and its results form (https://cocodataset.org/#format-results). Boxes are [x, y, width, height] in
/// pixels, 0-based and continuous. Annotations with a score become a prediction. A file names the image of an annotation in any
/// order, so it is read several times: once for the images, once to count, then once for every
/// <see cref="InputLimits.WindowImages"/> images.
/// </summary>
internal sealed class CocoReader : IDatasetReader
{
    public async IAsyncEnumerable<DatasetEntry> ReadAsync(
        IFileSource files, ImportOptions options, OntologyBuilder ontology, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var refusal in files.Refusals)
            yield return refusal;
        ontology.AddInput(options.ImageInput, InputKind.Image);
        var candidates = files.Files.Where(f => files.Files.Count == 1 || f.Extension == ".json").ToArray();
        var mains = new List<SourceFile>();
        var results = new List<SourceFile>();
        foreach (var file in candidates)
            (await IsArrayAsync(files, file, ct) ? results : mains).Add(file);
        if (mains.Count > 1)
        {
            foreach (var file in results)
                yield return new Refusal(file.Name, "The results name images by id, and several files define ids: import them with one of these.");
            results.Clear();
        }

        foreach (var main in mains.Count == 0 && results.Count > 0 ? [null] : mains.Cast<SourceFile?>())
            await foreach (var entry in new Pass(files, options, ontology, new(main, results)).ReadAsync(ct))
                yield return entry;
    }

    private static async Task<bool> IsArrayAsync(IFileSource files, SourceFile file, CancellationToken ct)
    {
        try
        {
            await using var raw = await files.OpenAsync(file, ct);
            await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
            var one = new byte[1];
            while (await utf8.ReadAsync(one, ct) == 1)
                if (one[0] is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                    return one[0] == '[';
        }
        catch (InvalidDataException)
        {
            // The reading proper reports it.
        }

        return false;
    }

    /// <summary>The passes over one set of images.</summary>
    private sealed class Pass(IFileSource files, ImportOptions options, OntologyBuilder ontology, CocoIndex index)
    {
        public async IAsyncEnumerable<DatasetEntry> ReadAsync([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var refusal in FindImagesAsync(ct))
                yield return refusal;
            await foreach (var refusal in CountAsync(ct))
                yield return refusal;
            foreach (var (first, count) in index.Windows(options.Limits.WindowImages, options.Limits.WindowAnnotations))
                await foreach (var entry in GatherAsync(first, count, ct))
                    yield return entry;
        }

        private async IAsyncEnumerable<DatasetEntry> FindImagesAsync([EnumeratorCancellation] CancellationToken ct)
        {
            if (index.Main is { } main)
            {
                var isCoco = false;
                await foreach (var (part, refusal) in PartsAsync(main, ["images", "categories"], ct))
                {
                    isCoco |= part.Property is "images";
                    var problem = refusal is not null ? null : part.Property == "images" ? AddImage(part) : AddCategory(part);
                    if ((refusal ?? (problem is null ? null : new Refusal($"{main.Name}: {part.Property}[{part.Index}]", problem))) is { } told)
                        yield return told;
                }

                if (!isCoco && !index.BrokenFiles.Contains(main.Name))
                    yield return new Refusal(main.Name, "The file has no \"images\": it is not COCO, or has nothing in it.");
                yield break;
            }

            foreach (var file in index.Results)
                await foreach (var (part, refusal) in PartsAsync(file, [], ct))
                    if (refusal is not null && part.Index < 0)
                        yield return refusal;
                    else if (refusal is null && CocoKey.Read(part.Value.Member("image_id")) is { } image)
                        index.TryAddImage(image);
        }

        private string? AddImage(JsonPart part)
        {
            if (part.Index < 0)
                return "\"images\" is not a list.";
            if (CocoKey.Read(part.Value.Member("id")) is not { } key)
                return "The image has no id.";
            if (part.Value.Member("file_name").Text() is not { } name)
                return "The image has no file_name.";
            if (!FileName.TryNormalise(name, out _, out var reason))
                return reason;
            return index.TryAddImage(key) ? null : $"Another image has the id {key}.";
        }

        private string? AddCategory(JsonPart part)
        {
            var name = part.Value.Member("name").Text();
            if (part.Index < 0 || CocoKey.Read(part.Value.Member("id")) is not { } key || ImageItems.CheckClass(name) is not null)
                return "A category has an id, and a name of 1 to 200 characters.";
            if (index.Categories.Count > 100_000)
                return "There are too many categories.";
            if (!index.Categories.TryAdd(key, name!))
                return $"Another category has the id {key}.";
            // The specification demands a supercategory; tools without one write "" or "none".
            var parent = part.Value.Member("supercategory").Text();
            ontology.AddClass(name!, parent: ImageItems.CheckClass(parent) is null && parent != "none" && parent != name ? parent : null);
            return null;
        }

        private async IAsyncEnumerable<DatasetEntry> CountAsync([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var (file, part, refusal) in PartsOfAllAsync(["annotations"], ct))
            {
                var problem = refusal is not null ? null : Count(part, isMain: file == index.Main);
                if ((refusal ?? (problem is null ? null : new Refusal(Place(file, part), problem))) is { } told)
                    yield return told;
            }
        }

        private string? Count(JsonPart part, bool isMain)
        {
            if (part.Index < 0)
                return "\"annotations\" is not a list.";
            if (CocoKey.Read(part.Value.Member("image_id")) is not { } key)
                return "It has no image_id.";
            if (!index.Images.TryGetValue(key, out var ordinal))
                return $"There is no image with the id {key}.";
            index.HasLabels |= isMain && part.Value.Member("score") is null;
            return ++index.Counts[ordinal] > AnnotationRules.MaxRegions ? $"An image has at most {AnnotationRules.MaxRegions:N0} annotations." : null;
        }

        private async IAsyncEnumerable<DatasetEntry> GatherAsync(int first, int count, [EnumeratorCancellation] CancellationToken ct)
        {
            var images = new Gathered?[count];
            if (index.Main is null)
                foreach (var (key, ordinal) in index.Images)
                    if (ordinal >= first && ordinal < first + count)
                        images[ordinal - first] = new(key.ToString(), null, null, index.Results[0].Name);
            var names = index.Main is null ? ["annotations"] : new[] { "images", "annotations" };
            // Images may stand after the annotations: those are kept until then.
            var early = new Gathered[count];
            await foreach (var (file, part, refusal) in PartsOfAllAsync(names, ct))
            {
                // What is wrong here was told by an earlier pass.
                if (part.Index < 0 || refusal is not null)
                    continue;
                if (part.Property == "images" && file == index.Main)
                    NoteImage(part, file, images, first);
                else if (CocoKey.Read(part.Value.Member("image_id")) is { } key && index.Images.TryGetValue(key, out var ordinal) && ordinal >= first && ordinal < first + count)
                    Note(early[ordinal - first] ??= new("", null, null, ""), part, file);
            }

            for (var i = 0; i < count; i++)
            {
                foreach (var refusal in early[i]?.Refusals ?? [])
                    yield return refusal;
                if (images[i] is { } image)
                    yield return Finish(image, early[i]);
            }
        }

        private void NoteImage(JsonPart part, SourceFile file, Gathered?[] images, int first)
        {
            if (CocoKey.Read(part.Value.Member("id")) is not { } key || !index.Images.TryGetValue(key, out var ordinal)
                || ordinal < first || ordinal >= first + images.Length || images[ordinal - first] is not null
                || part.Value.Member("file_name").Text() is not { } raw || !FileName.TryNormalise(raw, out var name, out _))
                return;
            images[ordinal - first] = new(name, part.Value.Member("width").PositiveInteger(), part.Value.Member("height").PositiveInteger(), Place(file, part));
        }

        private void Note(Gathered image, JsonPart part, SourceFile file)
        {
            var place = Place(file, part);
            if (image.Seen == AnnotationRules.MaxRegions)
                return;
            image.Seen++;
            try
            {
                var regions = CocoAnnotation.Read(part.Value, index.Categories, image.Seen, place, image.Refusals);
                (regions[0].Score is null ? image.Labels : image.Predictions).AddRange(regions);
            }
            catch (InputException e)
            {
                image.Refusals.Add(new(place, e.Message));
            }
        }

        private ReadItem Finish(Gathered image, Gathered? found)
        {
            var answers = new List<LabelledAnswer>();
            if (found is { Labels.Count: > 0 } || index.HasLabels)
                answers.Add(ImageItems.Answer(options, new(found?.Labels ?? [])));
            if (found is { Predictions.Count: > 0 })
                answers.Add(new(AnswerKind.Prediction, new(found.Predictions), options.Author));
            foreach (var answer in answers)
                ontology.Observe(answer.Content);
            var item = index.Main is null
                ? new DatasetItem(new(new()), answers, ExternalId: image.Name)
                : ImageItems.Item(options, image.Name, image.Width, image.Height, answers);
            return new(item, image.Place);
        }

        private async IAsyncEnumerable<(SourceFile File, JsonPart Part, Refusal? Refusal)> PartsOfAllAsync(
            string[] names, [EnumeratorCancellation] CancellationToken ct)
        {
            if (index.Main is { } main)
                await foreach (var (part, refusal) in PartsAsync(main, names, ct))
                    yield return (main, part, refusal);
            foreach (var file in index.Results)
                await foreach (var (part, refusal) in PartsAsync(file, [], ct))
                    yield return (file, part, refusal);
        }

        /// <summary>The wanted pieces of a file; ends quietly where the file is broken, after telling of it once.</summary>
        private async IAsyncEnumerable<(JsonPart Part, Refusal? Refusal)> PartsAsync(SourceFile file, string[] names, [EnumeratorCancellation] CancellationToken ct)
        {
            await using var raw = await files.OpenAsync(file, ct);
            await using var utf8 = await Utf8Input.OpenAsync(raw, ct);
            await using var parts = JsonParts.ReadAsync(utf8, names.Contains, options.Limits.MaxRowBytes, ct).GetAsyncEnumerator(ct);
            while (true)
            {
                Refusal? broken = null;
                try
                {
                    if (!await parts.MoveNextAsync())
                        yield break;
                }
                catch (Exception e) when (Contained.Refuse(file.Name, e) is not null)
                {
                    broken = Contained.Refuse(file.Name, e);
                }

                if (broken is not null)
                {
                    if (index.BrokenFiles.Add(file.Name))
                        yield return (new(null, -1, default, null), broken);
                    yield break;
                }

                var part = parts.Current;
                yield return (part, part.Problem is null ? Unicode(file, part) : new(Place(file, part), part.Problem));
            }
        }

        private static Refusal? Unicode(SourceFile file, JsonPart part)
        {
            try
            {
                _ = part.Value.Member("file_name").Text() ?? part.Value.Member("name").Text();
                _ = CocoKey.Read(part.Value.Member("id")) ?? CocoKey.Read(part.Value.Member("image_id"));
                return null;
            }
            catch (InputException e)
            {
                return new(Place(file, part), e.Message);
            }
        }

        private static string Place(SourceFile file, JsonPart part) => part.Index < 0 ? file.Name
            : $"{file.Name}: {part.Property ?? "results"}[{part.Index}]";
    }

    private sealed class Gathered(string name, int? width, int? height, string place)
    {
        public string Name { get; } = name;

        public int? Width { get; } = width;

        public int? Height { get; } = height;

        public string Place { get; } = place;

        public int Seen { get; set; }

        public List<Region> Labels { get; } = [];

        public List<Region> Predictions { get; } = [];

        public List<Refusal> Refusals { get; } = [];
    }
}
