using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Answers;

/// <summary>
/// The answers in an export of a project (the native format, with <c>--answers everything</c>): people's annotations, or as gold those that are known to be right.
/// One part of them: the regions, or a field of the form, by the field's type. What was sent back or replaced does not count.
/// </summary>
internal static class ExportAnswers
{
    /// <summary>The part that is drawn.</summary>
    public const string Regions = "regions";

    private sealed record Given(string Task, string Author, AnnotationContent Content, TaskData Data, string Place);

    /// <exception cref="InvalidDataException">With the file and the line.</exception>
    public static async Task<AnswerFile> ReadAsync(IFileSource source, AnswerOptions options, CancellationToken ct)
    {
        var given = new List<Given>();
        var (ontology, batches, unfit) = (new OntologyBuilder(), new Dictionary<string, string>(StringComparer.Ordinal), 0);
        var tasks = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var entry in FormatCatalog.Native.Reader!.ReadAsync(source, ImportOptions.Default, ontology, ct))
        {
            var (item, place) = entry switch
            {
                ReadItem read => (read.Item, read.Place),
                Refusal refusal => throw new InvalidDataException($"{refusal.Place}: {refusal.Reason}"),
                _ => throw new InvalidDataException($"{source.Files[0].Name} cannot be read."),
            };
            // By the name that its owner knows, unless another task has it too.
            var task = item.ExternalId is { Length: > 0 } name && tasks.Add(name) ? name
                : item.Id is { Length: > 0 } id ? tasks.Add(id) ? id : throw Bad.At(place, $"another item is {id} too")
                : throw Bad.At(place, item.ExternalId is { Length: > 0 } ? $"another item is called {item.ExternalId} too" : "the item has neither an id nor an external id");
            if (item.Batch is { Length: > 0 } batch)
                batches[task] = batch;
            foreach (var answer in item.Answers ?? [])
            {
                if (answer.Kind != (options.IsGold ? AnswerKind.Gold : AnswerKind.Annotation))
                    continue;
                if (answer.State is AnnotationState.Rejected or AnnotationState.Superseded)
                    unfit++;
                else
                    given.Add(new(task, options.IsGold ? "gold" : answer.Author ?? throw Bad.At(place, "an answer does not say its author"), answer.Content, item.Data, place));
            }
        }

        if (given.Count == 0)
            throw new InvalidDataException($"{source.Files[0].Name} has no {(options.IsGold ? "gold answers" : "answers of people: an export of them is made with --answers everything")}.");
        var file = OfPart(given, ontology.Build(), options, batches);
        return file with { Facts = file.Facts with { Unfit = unfit } };
    }

    private static AnswerFile OfPart(List<Given> given, Ontology ontology, AnswerOptions options, Dictionary<string, string> batches)
    {
        var fields = (ontology.Fields ?? []).Where(f => given.Exists(g => g.Content.Values?.ContainsKey(f.Name) == true)).ToArray();
        var isDrawn = ontology.Classes is { Count: > 0 };
        string[] parts = [.. isDrawn ? [Regions] : Array.Empty<string>(), .. fields.Select(f => f.Name)];
        var part = options.Part ?? (parts.Length == 1 ? parts[0] : parts.Length == 0
            ? throw new InvalidDataException("No answer has a region or a field.")
            : throw new InvalidDataException($"The answers have several parts; --part chooses one: {string.Join(", ", parts)}."));
        if (part == Regions && isDrawn)
            return OfRegions(given, options, batches);
        return Array.Find(fields, f => f.Name == part) switch
        {
            ChoiceField => Table(given, options.RepeatedLabels, batches, c => (c.Values?.GetValueOrDefault(part) as TextValue)?.Text, (t, f) => new AnswerFile.Labels(t, f)),
            BooleanField => Table(given, options.RepeatedLabels, batches, c => c.Values?.GetValueOrDefault(part) is BooleanValue b ? b.Truth ? "true" : "false" : null, (t, f) => new AnswerFile.Labels(t, f)),
            MultiChoiceField => Table<IReadOnlySet<string>>(
                given, options.Repeated, batches, c => (c.Values?.GetValueOrDefault(part) as ListValue)?.Items.ToHashSet(StringComparer.Ordinal), (t, f) => new AnswerFile.Sets(t, f)),
            NumberField => Table(given, options.Repeated, batches, c => c.Values?.GetValueOrDefault(part) as NumberValue, (t, f) => new AnswerFile.Numbers(t.Select(n => n.Number), f)),
            TextField => Table(given, options.Repeated, batches, c => (c.Values?.GetValueOrDefault(part) as TextValue)?.Text, (t, f) => new AnswerFile.Texts(t, f)),
            _ => throw new InvalidDataException($"No answer has the part {part}: {string.Join(", ", parts)}."),
        };
    }

    private static AnswerFile OfRegions(List<Given> given, AnswerOptions options, Dictionary<string, string> batches)
    {
        var kinds = given.SelectMany(g => g.Content.Regions ?? []).Select(r => r.Shape is Span).Distinct().ToArray();
        if (kinds.Length > 1)
            throw new InvalidDataException("The answers have regions in texts and in pictures; they cannot be taken together.");
        var texts = new SpanTexts();
        foreach (var g in given)
        {
            foreach (var region in g.Content.Regions ?? [])
                region.Shape.Checked(g.Place);
            // Of spans in several texts there is no one length.
            if ((g.Content.Regions ?? []).Select(r => (r.Shape as Span)?.Input).OfType<string>().Distinct(StringComparer.Ordinal).ToArray() is not [var input] || g.Data.GetText(input) is not { } text)
                continue;
            texts.Add(g.Task, text, g.Place);
            texts.AddSpans(g.Task, g.Content.Regions!, g.Place);
        }

        // An answer without regions says that there is none.
        return Table<IReadOnlyList<Region>>(
            given, options.Repeated, batches, c => c.Regions ?? [], (t, f) => kinds is [true] ? new AnswerFile.Spans(t, texts, f) : new AnswerFile.Regions(t, f));
    }

    // Who leaves a field open has not answered it.
    private static AnswerFile Table<T>(
        List<Given> given, RepeatedVotes repeated, Dictionary<string, string> batches, Func<AnnotationContent, T?> read, Func<AnswerTable<T>, AnswerFacts, AnswerFile> file)
        where T : class
    {
        var builder = new AnswerTableBuilder<T>();
        foreach (var g in given)
            if (read(g.Content) is { } answer)
                builder.Add(g.Task, g.Author, answer);
        var table = builder.Build(repeated);
        return file(table, new(batches, builder.Count - table.Count));
    }
}
