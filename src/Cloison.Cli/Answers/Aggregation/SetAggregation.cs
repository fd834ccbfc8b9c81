using System.Text.Json;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;
using Cloison.Inference.Sets;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>One set of labels a task, each label decided by itself.</summary>
internal sealed class SetAggregation : AggregatedAnswers<IReadOnlySet<string>>
{
    private readonly string[] labels;
    private readonly SetResult fit;

    public SetAggregation(AnswerTable<IReadOnlySet<string>> table)
        : base(table)
    {
        labels = [.. table.Answers.ToArray().SelectMany(a => a).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if ((long)table.Count * labels.Length > Array.MaxLength)
            throw new InvalidDataException($"There are too many labels ({labels.Length:N0}) for {table.Count:N0} answers.");
        var index = labels.Index().ToDictionary(l => l.Item, l => l.Index, StringComparer.Ordinal);
        fit = LabelSets.Fit(table.Select(set => set.Select(l => index[l]).ToArray()), labels.Length);
    }

    public override Convergence Convergence => fit.Convergence;

    /// <summary>Over all labels, each by how often it is right or wrong.</summary>
    public override IEnumerable<Figure> SkillOf(int annotator)
    {
        double right = 0, wrong = 0, hits = 0, left = 0;
        for (var l = 0; l < labels.Length; l++)
        {
            var expected = fit.Probabilities.Sum(p => p[l]);
            (right, hits) = (right + expected, hits + expected * fit.Sensitivity[annotator][l]);
            (wrong, left) = (wrong + Tasks - expected, left + (Tasks - expected) * fit.Specificity[annotator][l]);
        }

        return [new("sensitivity", hits / right), new("specificity", left / wrong)];
    }

    public override GoldMeasure Against(AnswerFile gold)
    {
        var known = Known((gold as AnswerFile.Sets)?.Table);
        var distances = known.ConvertAll(k => SetDistance.Jaccard(fit.Sets[k.Task].Select(l => labels[l]).ToHashSet(StringComparer.Ordinal), k.Truth));
        return new(known.Count, [new("accuracy", distances.Count(d => d == 0) / (double)known.Count), new("meanJaccard", 1 - distances.Average())]);
    }

    protected override void WriteResult(Utf8JsonWriter json, int task)
    {
        json.WriteStartArray("labels");
        foreach (var l in fit.Sets[task])
            json.WriteStringValue(labels[l]);
        json.WriteEndArray();
        json.WriteFigure("confidence", fit.Probabilities[task].Select(p => Math.Max(p, 1 - p)).DefaultIfEmpty(1).Min());
        json.WriteProbabilities("classes", labels.Zip(fit.Probabilities[task]));
    }
}
