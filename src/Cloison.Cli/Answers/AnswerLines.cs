using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Formats.Files;
using Cloison.Inference.Masks;

namespace Cloison.Cli.Answers;

/// <summary>
/// JSON Lines with one answer a line: <c>task</c>, <c>worker</c> (or <c>annotator</c>), perhaps <c>batch</c>, and one kind of answer, the same on every line:
/// <c>label</c>; <c>labels</c> (a set); <c>ranking</c>; <c>number</c>; <c>text</c>; <c>preferred</c> and <c>over</c>; <c>boxes</c>, <c>polygons</c>, <c>points</c>, which
/// go together; <c>spans</c>, perhaps with their <c>text</c> or its <c>length</c>; <c>mask</c>. Other members are ignored.
/// </summary>
internal static class AnswerLines
{
    private static readonly string[] Shapes = ["boxes", "polygons", "points"];
    private static readonly string[] Kinds = ["label", "labels", "ranking", "number", "preferred", .. Shapes, "spans", "mask", "text"];

    /// <exception cref="InvalidDataException">With the file and the line.</exception>
    public static async Task<AnswerFile> ReadAsync(IFileSource source, AnswerOptions options, CancellationToken ct)
    {
        var batches = new Dictionary<string, string>(StringComparer.Ordinal);
        IAnswerCollector? collector = null;
        var kind = "";
        await foreach (var (place, line) in AnswerFileReader.LinesAsync(source, ct))
        {
            var found = KindOf(line, options, place);
            if (collector is null)
                (kind, collector) = (found, CollectorOf(found, options));
            else if (kind != found)
                throw Bad.At(place, $"{found}, where the lines before have {kind}");
            var task = TaskOf(line, found, place);
            var annotator = options.IsGold ? "gold" : LineParts.Named(line, place, "worker", "annotator");
            collector.Add(task, annotator, line, place);
            if (line.TryGetProperty("batch", out _))
                batches[task] = LineParts.Named(line, place, "batch");
        }

        return collector?.Build(batches) ?? throw new InvalidDataException($"{source.Files[0].Name} is empty.");
    }

    private static string KindOf(JsonElement line, AnswerOptions options, string place)
    {
        var found = Array.FindAll(Kinds, k => line.TryGetProperty(k, out _));
        // Beside another answer a text is what that is about.
        if (found.Length > 1 && found[^1] == "text")
            found = found[..^1];
        if (found.Length > 0 && Array.TrueForAll(found, Shapes.Contains))
            return "shapes";
        return found.Length switch
        {
            1 => found[0],
            // The right place of an item that was compared.
            0 when options.IsGold && line.TryGetProperty("score", out _) => "score",
            0 => throw Bad.At(place, $"there must be an answer: one of {string.Join(", ", Kinds)}"),
            _ => throw Bad.At(place, $"{string.Join(" and ", found)} are answers of different kinds"),
        };
    }

    private static string TaskOf(JsonElement line, string kind, string place) => kind switch
    {
        "score" => LineParts.Named(line, place, "item", "task"),
        // Who compares two items answers the question which is the better.
        "preferred" when !line.TryGetProperty("task", out _) => LineParts.ComparisonOf(line, place).Pair,
        _ => LineParts.Named(line, place, "task", "item"),
    };

    private static IAnswerCollector CollectorOf(string kind, AnswerOptions options)
    {
        switch (kind)
        {
            case "label":
                return new AnswerCollector<string>((line, _, at) => LineParts.LabelOf(line.GetProperty(kind), at), options.RepeatedLabels, (t, f) => new AnswerFile.Labels(t, f));
            case "labels":
                return new AnswerCollector<IReadOnlySet<string>>(
                    (line, _, at) => LineParts.Items(line.GetProperty(kind), at).Select(i => LineParts.LabelOf(i, at)).ToHashSet(StringComparer.Ordinal), options.Repeated,
                    (t, f) => new AnswerFile.Sets(t, f));
            case "ranking":
                return new AnswerCollector<IReadOnlyList<string>>((line, _, at) => LineParts.RankingOf(line.GetProperty(kind), at), options.Repeated, (t, f) => new AnswerFile.Rankings(t, f));
            case "number" or "score":
                return new AnswerCollector<double>((line, _, at) => LineParts.Number(line.GetProperty(kind), at), options.Repeated, (t, f) => new AnswerFile.Numbers(t, f));
            case "text":
                return new AnswerCollector<string>((line, _, at) => LineParts.Text(line.GetProperty(kind), at), options.Repeated, (t, f) => new AnswerFile.Texts(t, f));
            case "preferred":
                return new AnswerCollector<Comparison>((line, _, at) => LineParts.ComparisonOf(line, at), options.Repeated, (t, f) => new AnswerFile.Comparisons(t, f));
            case "spans":
                var texts = new SpanTexts();
                return new AnswerCollector<IReadOnlyList<Region>>((line, task, at) => SpansOf(line, task, texts, at), options.Repeated, (t, f) => new AnswerFile.Spans(t, texts, f));
            case "mask":
                var sizes = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
                return new AnswerCollector<RunMask>((line, task, at) => MaskOf(line, task, sizes, at), options.Repeated, (t, f) => new AnswerFile.Masks(t, f));
            default:
                return new AnswerCollector<IReadOnlyList<Region>>(
                    (line, task, at) => [.. Shapes.Where(s => line.TryGetProperty(s, out _)).SelectMany(s => LineParts.Items(line.GetProperty(s), at).Select(i => LineParts.ShapeOf(s, i, at)))],
                    options.Repeated, (t, f) => new AnswerFile.Regions(t, f));
        }
    }

    private static Region[] SpansOf(JsonElement line, string task, SpanTexts texts, string place)
    {
        if (line.TryGetProperty("text", out var text))
            texts.Add(task, LineParts.Text(text, place), place);
        if (line.TryGetProperty("length", out var length))
            texts.AddLength(task, LineParts.Whole(length, place) is >= 0 and var whole ? whole : throw Bad.At(place, "a length is 0 or more"), place);
        Region[] spans = [.. LineParts.Items(line.GetProperty("spans"), place).Select(i => LineParts.SpanOf(i, place))];
        texts.AddSpans(task, spans, place);
        return spans;
    }

    private static RunMask MaskOf(JsonElement line, string task, Dictionary<string, (int, int)> sizes, string place)
    {
        var mask = MaskParts.Read(line.GetProperty("mask"), place);
        if (sizes.TryGetValue(task, out var size) && size != (mask.Height, mask.Width))
            throw Bad.At(place, $"a mask of size [{mask.Height}, {mask.Width}], where {task} had [{size.Item1}, {size.Item2}] before");
        sizes[task] = (mask.Height, mask.Width);
        return mask;
    }
}
