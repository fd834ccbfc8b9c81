using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Consensus;
using Cloison.Inference.Regions;
using Cloison.Inference.Signals;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Analysis;

/// <summary>How far people agree in one part of the answers: a field, by its name, or <see cref="AnswerAnalysis.Regions"/>.</summary>
public sealed record PartAgreementRow(string Part, AgreementRow Row);

/// <summary>What people said where the result says something else, and where it says the same.</summary>
/// <param name="Counts">K × K answers: a row for each label of the result, a column for each label that was given.</param>
public sealed record Confusion(string Part, IReadOnlyList<string> Labels, int[][] Counts);

/// <summary>What fewer answers would have cost: past answers played again, against the results that all of them gave.</summary>
public sealed record CostCurve(string Part, ReplayReport Replay);

/// <summary>
/// What the answers of a project say about each other: agreement, confusions, what fewer answers would have cost, and what honest work does not explain.
/// Works on the answers as the product keeps them; each part by the measures of its type.
/// </summary>
public sealed record AnswerAnalysis(
    IReadOnlyList<PartAgreementRow> Agreement, IReadOnlyList<Confusion> Confusions, IReadOnlyList<CostCurve> Curves, IReadOnlyList<Signal> Signals)
{
    /// <summary>The part that is drawn.</summary>
    public const string Regions = "regions";

    private const int MaxTextLength = 2_000, MaxPairs = 40;

    private static readonly string[] OfRegions = ["f1@0.5", "f1@0.75"], OfNumbers = ["alpha-interval", "alpha-ordinal", "icc-2-1"], OfPairs = ["raw", "cohen"];

    /// <param name="resamples">Of the bootstrap over tasks.</param>
    public static AnswerAnalysis Of(Ontology ontology, IReadOnlyList<AnsweredTask> tasks, int resamples = 400)
    {
        var rows = new List<PartAgreementRow>();
        var (confusions, curves) = (new List<Confusion>(), new List<CostCurve>());
        var signals = new List<Signal>(TooFast.Find(
            [.. tasks.SelectMany(t => t.Answers).GroupBy(a => a.Person, StringComparer.Ordinal).Select(g => new PersonTimes(g.Key, [.. g.Select(a => a.Seconds).Where(s => s > 0)]))]));
        var measuring = new Measuring(tasks, new AgreementOptions(resamples));
        foreach (var field in ontology.Fields ?? [])
            switch (field)
            {
                case ChoiceField choice:
                    OfLabels(field.Name, [.. choice.Options.Select(o => o.Value)], value => (value as TextValue)?.Text);
                    break;
                case BooleanField:
                    OfLabels(field.Name, ["true", "false"], value => value is BooleanValue b ? b.Truth ? "true" : "false" : null);
                    break;
                case NumberField:
                    rows.AddRange(measuring.Rows(field.Name, content => Value(content, field.Name) is NumberValue n ? (true, n.Number) : default, AgreementReport.Named(Measures.Numeric, OfNumbers), ["alpha-interval"]));
                    break;
                case MultiChoiceField:
                    rows.AddRange(measuring.Rows<IReadOnlySet<string>>(
                        field.Name, content => Value(content, field.Name) is ListValue list ? (true, list.Items.ToHashSet(StringComparer.Ordinal)) : default, Measures.Sets, ["jaccard"]));
                    break;
                case TextField:
                    rows.AddRange(measuring.Rows(
                        field.Name, content => Value(content, field.Name) is TextValue text ? (true, text.Text) : default,
                        [new("similarity", t => MeanSimilarity.Over(t, (a, b) => 1 - EditDistance.Normalised(a, b, MaxTextLength)))], ["similarity"]));
                    signals.AddRange(CopiedText.Find(
                        [.. tasks.SelectMany(t => t.Answers, (t, a) => (t.Task, a.Person, (Value(a.Content, field.Name) as TextValue)?.Text)).Where(t => t.Text is not null)
                            .Select(t => new TaskText(t.Task, t.Person, t.Text!))]));
                    break;
            }

        if (ontology.Classes is { Count: > 0 })
            rows.AddRange(measuring.Rows<IReadOnlyList<Region>>(
                Regions, content => (true, content.Regions ?? []), AgreementReport.Named(Measures.Regions(new ShapeOverlap(), 0.5, 0.75), OfRegions), ["f1@0.5"],
                table => AgreementReport.OfClasses(table, AgreementReport.Named(Measures.Regions(new ShapeOverlap(), 0.5), OfRegions), measuring.Options)));
        return new(rows, confusions, curves, [.. signals.OrderBy(s => s.PValue)]);

        void OfLabels(string name, string[] labels, Func<FieldValue?, string?> labelOf)
        {
            int Label(AnnotationContent? content) => Array.IndexOf(labels, labelOf(content?.Values?.GetValueOrDefault(name)));
            rows.AddRange(measuring.Rows(
                name, content => Label(content) is >= 0 and var label ? (true, label) : default, Measures.Categorical(labels.Length), OfPairs,
                table => AgreementReport.OfClasses(table, labels, ["alpha"], measuring.Options)));
            confusions.Add(new(name, labels, Confused(tasks, Label, labels.Length)));
            var votes = Votes(tasks, Label, labels);
            if (votes.Count == 0)
                return;
            signals.AddRange(Collusion.Find(votes));
            signals.AddRange(InOrder(tasks, Label, labels.Length));
            // The table numbers labels in its own order.
            var numbers = labels.Select(l => votes.LabelNames.Index().First(n => n.Item == l).Index).ToArray();
            var results = tasks.Where(t => t.Answers.Any(a => Label(a.Content) >= 0)).Select(t => Label(t.Result) is >= 0 and var l ? numbers[l] : -1).ToArray();
            if (votes.Count > votes.TaskCount)
                curves.Add(new(name, AdaptiveReplay.Run(votes, results, new ReplaySettings(Orders: 2) { WantedErrors = [] })));
        }
    }

    private static FieldValue? Value(AnnotationContent content, string field) => content.Values?.GetValueOrDefault(field);

    private static int[][] Confused(IReadOnlyList<AnsweredTask> tasks, Func<AnnotationContent?, int> label, int labels)
    {
        var counts = new int[labels][];
        for (var l = 0; l < labels; l++)
            counts[l] = new int[labels];
        foreach (var task in tasks)
            if (label(task.Result) is >= 0 and var result)
                foreach (var given in task.Answers.Select(a => label(a.Content)).Where(l => l >= 0))
                    counts[result][given]++;
        return counts;
    }

    private static VoteTable Votes(IReadOnlyList<AnsweredTask> tasks, Func<AnnotationContent?, int> label, string[] labels)
    {
        var builder = new VoteTableBuilder();
        foreach (var name in labels)
            builder.AddLabel(name);
        foreach (var task in tasks)
            foreach (var answer in task.Answers)
                if (label(answer.Content) is >= 0 and var given)
                    builder.Add(task.Task, answer.Person, labels[given]);
        return builder.Build();
    }

    /// <summary>One answer to everything, against what the others make likely; and answers that follow the hand.</summary>
    private static IEnumerable<Signal> InOrder(IReadOnlyList<AnsweredTask> tasks, Func<AnnotationContent?, int> label, int labels)
    {
        var shares = new double[labels];
        foreach (var given in tasks.SelectMany(t => t.Answers).Select(a => label(a.Content)).Where(l => l >= 0))
            shares[given]++;
        var all = shares.Sum();
        var people = tasks.SelectMany(t => t.Answers, (t, a) => (Task: t, Answer: a, Given: label(a.Content))).Where(x => x.Given >= 0)
            .GroupBy(x => x.Answer.Person, StringComparer.Ordinal);
        foreach (var person in people)
        {
            var given = person.Select(x => x.Given).ToArray();
            var chances = new double[given.Length * labels];
            foreach (var (i, (task, answer, _)) in person.Index())
            {
                var others = task.Answers.Where(a => a.Person != answer.Person).Select(a => label(a.Content)).Where(l => l >= 0).ToList();
                for (var l = 0; l < labels; l++)
                    chances[i * labels + l] = (others.Count(o => o == l) + shares[l] / all) / (others.Count + 1);
            }

            if (ConstantAnswer.Test(person.Key, given, chances) is { } constant)
                yield return constant;
            foreach (var signal in AnswerOrder.Test(person.Key, given, seed: 1, falseAlarm: 0.002))
                yield return signal;
        }
    }

    /// <summary>Measures a part over all, per class, per pair and per batch.</summary>
    private sealed class Measuring(IReadOnlyList<AnsweredTask> tasks, AgreementOptions options)
    {
        public AgreementOptions Options => options;

        /// <param name="read">Whether an answer says something of the part, and what.</param>
        /// <param name="ofPairs">Names of the measures that pairs and batches are measured by.</param>
        public IEnumerable<PartAgreementRow> Rows<T>(
            string part, Func<AnnotationContent, (bool Is, T Value)> read, IReadOnlyList<Measure<T>> measures, string[] ofPairs, Func<AnswerTable<T>, IEnumerable<AgreementRow>>? ofClasses = null)
        {
            var builder = new AnswerTableBuilder<T>();
            var batches = new Dictionary<string, string?>(StringComparer.Ordinal);
            foreach (var task in tasks)
                foreach (var answer in task.Answers)
                    if (read(answer.Content) is (true, var value))
                    {
                        builder.Add(task.Task, answer.Person, value);
                        batches[task.Task] = task.Batch;
                    }

            if (builder.Count == 0)
                return [];
            var table = builder.Build();
            var some = AgreementReport.Named(measures, ofPairs);
            return AgreementReport.OfAll(table, measures, options)
                .Concat(ofClasses?.Invoke(table) ?? [])
                .Concat(AgreementReport.OfPairs(table, some, options with { Resamples = 0 }).OrderByDescending(r => r.Figure.Tasks).Take(MaxPairs * some.Count))
                .Concat(AgreementReport.OfBatches(table, some, t => batches.GetValueOrDefault(table.Tasks[t]), options))
                .Where(r => double.IsFinite(r.Figure.Value))
                .Select(r => new PartAgreementRow(part, r));
        }
    }
}
