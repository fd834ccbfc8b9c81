using System.Text.Json;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;
using Cloison.Inference.Pairwise;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>A scale of the items that were compared: a line an item, the best first.</summary>
internal sealed class ComparisonAggregation : AggregatedAnswers
{
    // Of gold: each two items are looked at.
    private const int MaxRanked = 20_000;

    private readonly AnswerTable<Comparison> table;
    private readonly ComparisonTable comparisons = new();
    private readonly PairwiseResult fit;
    private readonly int[] best;
    private readonly int[] compared;
    private readonly int[] given;

    public ComparisonAggregation(AnswerTable<Comparison> table, Func<ComparisonTable, PairwiseResult> infer)
    {
        this.table = table;
        given = new int[table.AnnotatorNames.Count];
        for (var i = 0; i < table.Count; i++)
        {
            var (c, annotator) = (table.Answers[i], table.AnnotatorNames[table.Annotators[i]]);
            given[table.Annotators[i]]++;
            if (c.IsTie)
                comparisons.AddTie(annotator, c.Preferred, c.Over);
            else
                comparisons.AddWin(annotator, c.Preferred, c.Over);
        }

        fit = infer(comparisons);
        best = [.. Enumerable.Range(0, comparisons.Items.Count).OrderByDescending(i => fit.Scores[i]).ThenBy(i => comparisons.Items[i], StringComparer.Ordinal)];
        var index = comparisons.Items.Index().ToDictionary(i => i.Item, i => i.Index, StringComparer.Ordinal);
        compared = new int[comparisons.Items.Count];
        foreach (var c in table.Answers)
        {
            compared[index[c.Preferred]]++;
            compared[index[c.Over]]++;
        }
    }

    public override Convergence Convergence => fit.Convergence;

    public override int Tasks => table.Tasks.Count;

    public override int Answers => table.Count;

    public override IReadOnlyList<string> Annotators => table.AnnotatorNames;

    public override int Lines => best.Length;

    public override int AnswersOf(int annotator) => given[annotator];

    public override IEnumerable<Figure> SkillOf(int annotator) =>
        fit.Reliability is null ? [] : comparisons.Annotators.Index().Where(a => a.Item == Annotators[annotator]).Select(a => new Figure("reliability", fit.Reliability[a.Index]));

    /// <summary>The share of pairs of items that are in the right order; items of equal gold are in any.</summary>
    public override GoldMeasure Against(AnswerFile gold)
    {
        if (gold is not AnswerFile.Numbers { Table: var scores })
            throw new InvalidDataException("The gold of comparisons has an item and its score on each line.");
        var known = new Dictionary<string, double>(StringComparer.Ordinal);
        for (var t = 0; t < scores.Tasks.Count; t++)
            known[scores.Tasks[t]] = scores.AnswersTo(t)[0];
        string[] ranked = [.. best.Select(i => comparisons.Items[i]).Where(known.ContainsKey)];
        if (ranked.Length < 2)
            throw new InvalidDataException("Fewer than two of the items have gold: nothing can be measured.");
        if (ranked.Length > MaxRanked)
            throw new InvalidDataException($"Gold is measured for at most {MaxRanked:N0} items.");
        return new(ranked.Length, [new("pairsInOrder", 1 - RankingDistance.Kendall([.. ranked.OrderByDescending(i => known[i])], ranked))]);
    }

    public override void WriteLine(Utf8JsonWriter json, int line)
    {
        var item = best[line];
        json.WriteString("item", comparisons.Items[item]);
        json.WriteFigure("score", fit.Scores[item]);
        if (fit.Intervals is not null)
        {
            json.WriteFigure("low", fit.Intervals[item].Low);
            json.WriteFigure("high", fit.Intervals[item].High);
        }

        json.WriteNumber("answers", compared[item]);
    }
}
