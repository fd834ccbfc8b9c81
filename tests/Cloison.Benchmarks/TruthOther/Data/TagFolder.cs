using Cloison.Inference.Answers;
using Cloison.Inference.Spans;

namespace Cloison.Benchmarks.TruthOther.Data;

/// <summary>A folder whose tasks are the tokens <c>sentence:place</c> of sentences.</summary>
internal sealed class TagFolder
{
    public TagFolder(string path)
    {
        var folder = new CrowdFolder(path);
        var answers = new Dictionary<(string Sentence, string Worker), List<(int Place, string Tag)>>();
        foreach (var row in folder.Rows("labels.csv"))
        {
            var at = row[0].IndexOf(':', StringComparison.Ordinal);
            var key = (row[0][..at], row[1]);
            if (!answers.TryGetValue(key, out var tags))
                answers.Add(key, tags = []);
            tags.Add((int.Parse(row[0][(at + 1)..]), row[2]));
        }

        Names = [.. answers.Values.SelectMany(a => a).Select(a => a.Tag).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var builder = new AnswerTableBuilder<int[]>();
        foreach (var ((sentence, worker), tags) in answers)
            builder.Add(sentence, worker, [.. tags.OrderBy(t => t.Place).Select(t => Array.IndexOf(Names, t.Tag))]);
        Table = new(builder.Build(), Names);
        Gold = folder.Gold();
    }

    public string[] Names { get; }

    public TagTable Table { get; }

    private Dictionary<string, string> Gold { get; }

    public (double TokenAccuracy, double Precision, double Recall, double F1) Score(IReadOnlyList<int[]> tags)
    {
        double right = 0, tokens = 0;
        var spans = new List<IReadOnlyList<(int, int, string)>>();
        for (var t = 0; t < tags.Count; t++)
        {
            string[] said = [.. tags[t].Select(tag => Names[tag])], truth = GoldOf(t, tags[t].Length);
            right += said.Zip(truth).Count(p => p.First == p.Second);
            tokens += said.Length;
            spans.Add(BioScheme.Spans(said));
        }

        var (p, r, f) = Score(spans);
        return (right / tokens, p, r, f);
    }

    /// <summary>Strict: the same tokens and the same class.</summary>
    public (double Precision, double Recall, double F1) Score(IReadOnlyList<IReadOnlyList<(int, int, string)>> spans)
    {
        double hits = 0, said = 0, inTruth = 0;
        for (var t = 0; t < spans.Count; t++)
        {
            var truth = BioScheme.Spans(GoldOf(t, Table.Answers.AnswersTo(t)[0].Length)).ToHashSet();
            hits += spans[t].Count(truth.Contains);
            said += spans[t].Count;
            inTruth += truth.Count;
        }

        return (hits / said, hits / inTruth, 2 * hits / (said + inTruth));
    }

    private string[] GoldOf(int task, int length) => [.. Enumerable.Range(0, length).Select(i => Gold[$"{Table.Answers.Tasks[task]}:{i}"])];
}
