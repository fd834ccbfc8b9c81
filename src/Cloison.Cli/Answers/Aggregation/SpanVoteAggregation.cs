using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Inference.Fitting;
using Cloison.Inference.Regions;
using Cloison.Inference.Spans;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>Spans that half of the annotators have exactly so, with the share of those.</summary>
internal sealed class SpanVoteAggregation(AnswerFile.Spans file) : AggregatedAnswers<IReadOnlyList<Region>>(file.Table)
{
    private readonly IReadOnlyList<IReadOnlyList<(int Start, int End, string Class, double Share)>> kept = SpanVote.Fit(
        file.Table.Select(a => (IReadOnlyList<(int, int, string)>)[.. a.Select(r => (((Span)r.Shape).Start, ((Span)r.Shape).End, r.Class))]));

    public override Convergence Convergence => Convergence.Immediate;

    public override GoldMeasure Against(AnswerFile gold)
    {
        var known = Known((gold as AnswerFile.Spans)?.Table);
        return new(known.Count, RegionFigures.Of(
            known.Select(k => ((IReadOnlyList<Region>)[.. kept[k.Task].Select(s => new Region("r", s.Class, new Span("text", s.Start, s.End)))], k.Truth)), new ShapeOverlap(), isExact: true));
    }

    protected override void WriteResult(Utf8JsonWriter json, int task)
    {
        json.WriteStartArray("spans");
        foreach (var (start, end, name, share) in kept[task])
        {
            json.WriteStartObject();
            RegionJson.Write(json, name, new Span("text", start, end));
            json.WriteFigure("confidence", share);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteFigure("confidence", kept[task].Select(s => s.Share).DefaultIfEmpty(1).Min());
    }
}
