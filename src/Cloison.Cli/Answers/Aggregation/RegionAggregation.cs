using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Categorical.OneCoin;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Fitting;
using Cloison.Inference.Regions;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>
/// Regions with the posterior that they are there. Where there are several classes, the regions that were grouped are tasks of their own, whose labels the
/// one-coin model infers: that gives each region the probabilities of its classes.
/// </summary>
internal sealed class RegionAggregation : AggregatedAnswers<IReadOnlyList<Region>>
{
    private readonly RegionCrowdResult fit;
    private readonly ShapeOverlap overlap;
    private readonly ShapeKind[] kinds;
    private readonly CategoricalResult? classes;
    private readonly Dictionary<string, int> classAnnotators = new(StringComparer.Ordinal);
    // Of each task the first of its kept regions among the tasks of the classes.
    private readonly int[] firstOf;

    public RegionAggregation(AnswerTable<IReadOnlyList<Region>> table, double pointReachPx)
        : base(table)
    {
        fit = RegionCrowd.Fit(table, new(PointReachPx: pointReachPx));
        overlap = new(pointReachPx);
        var all = table.Answers.ToArray().SelectMany(a => a).ToArray();
        kinds = [.. all.Select(r => r.Shape.Kind).Distinct().Order()];
        firstOf = new int[table.Tasks.Count];
        for (var t = 1; t < firstOf.Length; t++)
            firstOf[t] = firstOf[t - 1] + fit.Regions[t - 1].Count;
        if (all.Select(r => r.Class).Distinct(StringComparer.Ordinal).Skip(1).Any())
            classes = OneCoinDawidSkene.Fit(ClassVotes());
        foreach (var (index, name) in (classes?.Votes.AnnotatorNames ?? []).Index())
            classAnnotators.Add(name, index);
    }

    public override Convergence Convergence => fit.Convergence;

    public override IEnumerable<Figure> SkillOf(int annotator)
    {
        yield return new("hitRate", fit.HitRates[annotator]);
        yield return new("falseAlarmRate", fit.FalseAlarmRates[annotator]);
        if (classes is not null && classAnnotators.TryGetValue(Annotators[annotator], out var index))
            yield return new("classSkill", classes.Annotators.Skill[index]);
    }

    public override GoldMeasure Against(AnswerFile gold)
    {
        var known = Known((gold as AnswerFile.Regions)?.Table ?? (gold as AnswerFile.Spans)?.Table);
        return new(known.Count, RegionFigures.Of(known.Select(k => (Result(k.Task), k.Truth)), overlap, kinds is [ShapeKind.Span]));
    }

    protected override void WriteResult(Utf8JsonWriter json, int task)
    {
        foreach (var kind in kinds.Length == 0 ? [ShapeKind.Box] : kinds)
        {
            json.WriteStartArray(RegionJson.ListOf(kind));
            foreach (var (n, region) in fit.Regions[task].Index().Where(r => r.Item.Shape.Kind == kind))
            {
                json.WriteStartObject();
                RegionJson.Write(json, ClassOf(task, n), region.Shape);
                json.WriteFigure("confidence", region.Existence);
                if (classes is not null)
                    json.WriteProbabilities("classes", classes.Votes.LabelNames.Select((name, c) => (name, classes.Of(firstOf[task] + n)[c])));
                json.WriteNumber("answers", region.Members.Count);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        // That of the decision that is the least sure: something kept may not be there, something dropped may.
        json.WriteFigure("confidence", fit.Regions[task].Select(r => r.Existence).Concat(fit.Dropped[task].Select(r => 1 - r.Existence)).DefaultIfEmpty(1).Min());
    }

    private IReadOnlyList<Region> Result(int task) => [.. fit.Regions[task].Select((r, n) => new Region("r", ClassOf(task, n), r.Shape))];

    private string ClassOf(int task, int region) => classes is null ? fit.Regions[task][region].Class : classes.Votes.LabelNames[classes.Labels[firstOf[task] + region]];

    private VoteTable ClassVotes()
    {
        var votes = new VoteTableBuilder();
        for (var t = 0; t < Tasks; t++)
        {
            // Of an annotator's answers to a task the first is the one that was grouped.
            var answers = new Dictionary<int, IReadOnlyList<Region>>();
            for (var i = 0; i < Table.AnswersTo(t).Length; i++)
                answers.TryAdd(Table.AnnotatorsOf(t)[i], Table.AnswersTo(t)[i]);
            foreach (var (n, region) in fit.Regions[t].Index())
                foreach (var (annotator, r) in region.Members)
                    votes.Add($"{firstOf[t] + n}", Annotators[annotator], answers[annotator][r].Class);
        }

        return votes.Build();
    }
}
