using System.Text;
using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Masks;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Agreement;

/// <summary>
/// Reads answers. CSV with a head line: columns <c>task</c>, <c>annotator</c> (or <c>worker</c>), <c>label</c> (or <c>value</c>, <c>answer</c>), and perhaps
/// <c>batch</c>. JSON Lines: <c>task</c>, <c>annotator</c>, perhaps <c>batch</c>, and one of
/// <c>"label": "cat"</c> (or a number), <c>"labels": ["cat","dog"]</c> (a set), <c>"ranking": ["best","second"]</c>,
/// <c>"boxes": [[x1,y1,x2,y2,"label"]]</c>, <c>"spans": [[start,end,"label"]]</c>, <c>"mask": {"width":9,"height":9,"runs":[start,length,…]}</c> (row by row, from 0);
/// the same on every line.
/// </summary>
internal static class AnswerFileReader
{
    private static readonly string[] Kinds = ["label", "labels", "ranking", "boxes", "spans", "mask"];

    /// <exception cref="InvalidDataException">With the number of the line.</exception>
    public static AnswerFile Read(TextReader reader, bool isCsv) => isCsv ? ReadCsv(reader) : ReadJsonLines(reader);

    private static AnswerFile.Labels ReadCsv(TextReader reader)
    {
        var head = Cells(reader.ReadLine() ?? throw At(1, "the file is empty"), 1).ConvertAll(c => c.Trim().ToLowerInvariant());
        int task = Column(head, "task"), annotator = Column(head, "annotator", "worker"), label = Column(head, "label", "value", "answer"), batch = head.IndexOf("batch");
        var answers = new AnswerTableBuilder<string>();
        var batches = new Dictionary<string, string>(StringComparer.Ordinal);
        var number = 1;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Length == 0)
                continue;
            var cells = Cells(line, number);
            if (cells.Count != head.Count)
                throw At(number, $"{cells.Count} cells where the head line has {head.Count}");
            answers.Add(Named(cells[task], "task", number), Named(cells[annotator], "annotator", number), Named(cells[label], "label", number));
            if (batch >= 0 && cells[batch].Length > 0)
                batches[cells[task]] = cells[batch];
        }

        var table = answers.Build(RepeatedVotes.KeepFirst);
        return new(table, batches, answers.Count - table.Count);
    }

    private static AnswerFile ReadJsonLines(TextReader reader)
    {
        var batches = new Dictionary<string, string>(StringComparer.Ordinal);
        var answers = new List<(string Task, string Annotator, JsonElement Answer, int Line)>();
        var (kind, number) = ("", 0);
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            JsonElement item;
            try
            {
                item = JsonElement.Parse(line);
            }
            catch (JsonException e)
            {
                throw At(number, $"not JSON: {e.Message}");
            }

            if (item.ValueKind != JsonValueKind.Object)
                throw At(number, "not a JSON object");
            var found = Array.FindAll(Kinds, k => item.TryGetProperty(k, out _));
            if (found.Length != 1)
                throw At(number, $"there must be one of {string.Join(", ", Kinds)}");
            if (kind.Length > 0 && kind != found[0])
                throw At(number, $"{found[0]}, where the lines before have {kind}");
            kind = found[0];
            var task = Named(TextOf(item, "task", number), "task", number);
            answers.Add((task, Named(TextOf(item, "annotator", number), "annotator", number), item.GetProperty(kind), number));
            if (item.TryGetProperty("batch", out _))
                batches[task] = TextOf(item, "batch", number);
        }

        return kind switch
        {
            "label" => Table(answers, (e, n) => e.ValueKind == JsonValueKind.Number ? e.GetRawText() : Text(e, n), (t, r) => new AnswerFile.Labels(t, batches, r)),
            "labels" => Table<IReadOnlySet<string>>(answers, (e, n) => Items(e, n).Select(i => Text(i, n)).ToHashSet(StringComparer.Ordinal), (t, r) => new AnswerFile.Sets(t, batches, r)),
            "ranking" => Table<IReadOnlyList<string>>(answers, (e, n) => Ranking(e, n), (t, r) => new AnswerFile.Rankings(t, batches, r)),
            "boxes" => Table<IReadOnlyList<Region>>(answers, (e, n) => [.. Items(e, n).Select(i => BoxOf(i, n))], (t, r) => new AnswerFile.Regions(t, batches, r)),
            "spans" => Table<IReadOnlyList<Region>>(answers, (e, n) => [.. Items(e, n).Select(i => SpanOf(i, n))], (t, r) => new AnswerFile.Regions(t, batches, r)),
            "mask" => Table(answers, MaskOf, (t, r) => new AnswerFile.Masks(t, batches, r)),
            _ => throw At(1, "the file is empty"),
        };
    }

    private static AnswerFile Table<T>(
        List<(string Task, string Annotator, JsonElement Answer, int Line)> answers, Func<JsonElement, int, T> answerOf, Func<AnswerTable<T>, int, AnswerFile> file)
    {
        var builder = new AnswerTableBuilder<T>();
        foreach (var (task, annotator, answer, line) in answers)
            builder.Add(task, annotator, answerOf(answer, line));
        var table = builder.Build(RepeatedVotes.KeepFirst);
        return file(table, builder.Count - table.Count);
    }

    private static Region BoxOf(JsonElement e, int line)
    {
        if (e.ValueKind != JsonValueKind.Array || e.GetArrayLength() != 5)
            throw At(line, "a box is [x1, y1, x2, y2, \"label\"]");
        double x1 = Number(e[0], line), y1 = Number(e[1], line), x2 = Number(e[2], line), y2 = Number(e[3], line);
        return x2 >= x1 && y2 >= y1 ? new("r", Text(e[4], line), new Box(x1, y1, x2 - x1, y2 - y1)) : throw At(line, "a box ends before it begins");
    }

    private static Region SpanOf(JsonElement e, int line)
    {
        if (e.ValueKind != JsonValueKind.Array || e.GetArrayLength() != 3)
            throw At(line, "a span is [start, end, \"label\"]");
        int start = Whole(e[0], line), end = Whole(e[1], line);
        return end > start && start >= 0 ? new("r", Text(e[2], line), new Span("text", start, end)) : throw At(line, "a span ends before it begins");
    }

    private static RunMask MaskOf(JsonElement e, int line)
    {
        if (e.ValueKind != JsonValueKind.Object || !e.TryGetProperty("width", out var width) || !e.TryGetProperty("height", out var height) || !e.TryGetProperty("runs", out var runs))
            throw At(line, "a mask has width, height and runs");
        try
        {
            return new(Whole(width, line), Whole(height, line), [.. Items(runs, line).Select(r => Whole(r, line))]);
        }
        catch (ArgumentException wrong)
        {
            throw At(line, wrong.Message);
        }
    }

    private static string[] Ranking(JsonElement e, int line)
    {
        var items = Items(e, line).Select(i => Text(i, line)).ToArray();
        return items.Distinct(StringComparer.Ordinal).Count() == items.Length ? items : throw At(line, "a ranking names an item twice");
    }

    private static JsonElement[] Items(JsonElement e, int line) =>
        e.ValueKind == JsonValueKind.Array ? [.. e.EnumerateArray()] : throw At(line, "a list is missing");

    private static string Text(JsonElement e, int line) => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw At(line, $"{e.GetRawText()} is not a text");

    private static double Number(JsonElement e, int line) =>
        e.ValueKind == JsonValueKind.Number && e.TryGetDouble(out var x) && double.IsFinite(x) ? x : throw At(line, $"{e.GetRawText()} is not a number");

    private static int Whole(JsonElement e, int line) =>
        e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var x) ? x : throw At(line, $"{e.GetRawText()} is not a whole number");

    private static string TextOf(JsonElement item, string name, int line) =>
        item.TryGetProperty(name, out var e) ? Text(e, line) : throw At(line, $"{name} is missing");

    private static string Named(string cell, string what, int line) => cell.Length > 0 ? cell : throw At(line, $"the {what} is empty");

    private static int Column(List<string> head, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (head.IndexOf(name) is >= 0 and var at)
                return at;
        throw At(1, $"no column {string.Join(" or ", names.ToArray())}");
    }

    private static List<string> Cells(string line, int number)
    {
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"' && isQuoted && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (line[i] == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (line[i] == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }

        if (isQuoted)
            throw At(number, "a quoted cell does not end on its line");
        cells.Add(cell.ToString());
        return cells;
    }

    private static InvalidDataException At(int line, string what) => new($"Line {line}: {what}.");
}
