using System.Text.Json;
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;
using Cloison.Inference.Text;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>One text a task. Its confidence is how far the answers agree with it, by weight; no probability.</summary>
internal sealed class TextAggregation(AnswerTable<string> table, TextResult fit) : AggregatedAnswers<string>(table)
{
    public override Convergence Convergence => fit.Convergence;

    public override IEnumerable<Figure> SkillOf(int annotator) => fit.Weights is null ? [] : [new("weight", fit.Weights[annotator])];

    public override GoldMeasure Against(AnswerFile gold)
    {
        var known = Known((gold as AnswerFile.Texts)?.Table);
        return new(known.Count,
        [
            new("accuracy", known.Count(k => fit.Texts[k.Task] == k.Truth) / (double)known.Count),
            new("wordDistance", known.Average(k => TextDistance.Words(fit.Texts[k.Task], k.Truth))),
        ]);
    }

    protected override void WriteResult(Utf8JsonWriter json, int task)
    {
        json.WriteString("text", fit.Texts[task]);
        json.WriteFigure("confidence", fit.Support[task]);
    }
}
