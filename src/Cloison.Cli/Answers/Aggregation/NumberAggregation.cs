using System.Text.Json;
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;
using Cloison.Inference.Numeric;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>One number a task, with its standard deviation where the method has a model of errors.</summary>
internal sealed class NumberAggregation(AnswerTable<double> table, NumericResult fit) : AggregatedAnswers<double>(table)
{
    public override Convergence Convergence => fit.Convergence;

    public override IEnumerable<Figure> SkillOf(int annotator) => fit.Weights is null ? [] : [new("weight", fit.Weights[annotator])];

    public override GoldMeasure Against(AnswerFile gold)
    {
        var known = Known((gold as AnswerFile.Numbers)?.Table);
        var errors = known.ConvertAll(k => fit.Values[k.Task] - k.Truth);
        return new(known.Count, [new("meanAbsoluteError", errors.Average(Math.Abs)), new("rootMeanSquareError", Math.Sqrt(errors.Average(e => e * e)))]);
    }

    protected override void WriteResult(Utf8JsonWriter json, int task)
    {
        // Numbers keep all their digits: what they measure is not known here.
        if (double.IsFinite(fit.Values[task]))
            json.WriteNumber("number", fit.Values[task]);
        if (fit.StandardDeviations?[task] is { } deviation && double.IsFinite(deviation))
            json.WriteNumber("standardDeviation", deviation);
    }
}
