using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Agreement;
using Cloison.Inference.Analysis;
using Cloison.Inference.Probability;
using Cloison.Inference.Signals;

namespace Cloison.Tests.Inference.Analysis;

public sealed class AnswerAnalysisTests
{
    private static readonly Ontology Form = new(
        Editor.Form, [],
        Fields:
        [
            // Not in the alphabet's order: the table of votes numbers them in that.
            new ChoiceField { Name = "mood", Options = [new("zest"), new("calm"), new("anger")] },
            new BooleanField { Name = "spam" },
            new NumberField { Name = "stars" },
            new MultiChoiceField { Name = "topics", Options = [new("a"), new("b")] },
            new TextField { Name = "why" },
        ]);

    [Fact]
    public void Every_part_is_measured_over_all_and_per_class_pair_and_batch()
    {
        var analysis = AnswerAnalysis.Of(Form, Crowd(copier: false), resamples: 50);
        Assert.Equal(["mood", "spam", "stars", "topics", "why"], analysis.Agreement.Where(r => r.Row.Scope == AgreementScope.All).Select(r => r.Part).Distinct());
        Assert.Equal(
            ["anger", "calm", "zest"], analysis.Agreement.Where(r => r is { Part: "mood", Row.Scope: AgreementScope.Class }).Select(r => r.Row.Of[0]).Order(StringComparer.Ordinal));
        Assert.Equal(["first", "second"], analysis.Agreement.Where(r => r is { Part: "mood", Row: { Scope: AgreementScope.Batch, Measure: "raw" } }).Select(r => r.Row.Of[0]));
        Assert.Equal(6, analysis.Agreement.Count(r => r is { Part: "mood", Row: { Scope: AgreementScope.Pair, Measure: "cohen" } }));
        var alpha = analysis.Agreement.Single(r => r is { Part: "mood", Row: { Scope: AgreementScope.All, Measure: "alpha" } }).Row.Figure;
        Assert.InRange(alpha.Value, alpha.Interval!.Value.Low, alpha.Interval.Value.High);
        Assert.All(analysis.Agreement, r => Assert.True(double.IsFinite(r.Row.Figure.Value)));
    }

    [Fact]
    public void Confusions_say_what_was_given_where_the_result_is_something_else()
    {
        var mood = AnswerAnalysis.Of(Form, Crowd(copier: false), resamples: 0).Confusions.Single(c => c.Part == "mood");
        Assert.Equal(["zest", "calm", "anger"], mood.Labels);
        Assert.Equal(4 * 120, mood.Counts.Sum(row => row.Sum()));
        // The crowd is right four times of five.
        Assert.All(Enumerable.Range(0, 3), l => Assert.InRange(mood.Counts[l][l] / (double)mood.Counts[l].Sum(), 0.7, 0.9));
    }

    [Fact]
    public void What_fewer_answers_would_have_cost_is_played_again_against_the_results()
    {
        var curve = AnswerAnalysis.Of(Form, Crowd(copier: false), resamples: 0).Curves.Single(c => c.Part == "mood").Replay;
        Assert.Equal((120, 120, 4.0), (curve.Tasks, curve.GoldTasks, curve.RecordedAnswers));
        Assert.Equal([1, 2, 3, 4], curve.Fixed.Select(p => p.Answers));
        Assert.InRange(curve.Fixed[0].MajorityAccuracy, 0.7, 0.9);
        Assert.True(curve.Fixed[3].MajorityAccuracy > curve.Fixed[0].MajorityAccuracy + 0.05);
        Assert.NotEmpty(curve.Adaptive);
    }

    [Fact]
    public void Who_copies_is_named_and_honest_people_are_not()
    {
        Assert.DoesNotContain(AnswerAnalysis.Of(Form, Crowd(copier: false), resamples: 0).Signals, s => s.Kind is SignalKind.Collusion or SignalKind.TooFast or SignalKind.CopiedText);
        Assert.Contains(
            AnswerAnalysis.Of(Form, Crowd(copier: true), resamples: 0).Signals, s => s.Kind == SignalKind.Collusion && s.People.Order(StringComparer.Ordinal).SequenceEqual(["p0", "p3"]));
    }

    [Fact]
    public void Nothing_to_measure_is_no_error()
    {
        var none = AnswerAnalysis.Of(Form, []);
        Assert.Empty(none.Agreement);
        Assert.Empty(none.Curves);
        var silent = AnswerAnalysis.Of(Form, [new("t", null, [new("p", AnnotationContent.Empty, 1), new("q", AnnotationContent.Empty, 1)], null)]);
        Assert.Empty(silent.Agreement);
        Assert.Empty(silent.Signals);
    }

    [Fact]
    public void Regions_are_measured_by_overlap_and_per_class()
    {
        var drawn = new Ontology(Editor.Image, [], Classes: [new("car", "#ff0000", [ShapeKind.Box]), new("bus", "#0000ff", [ShapeKind.Box])]);
        List<AnsweredTask> tasks = [.. Enumerable.Range(0, 8).Select(t => new AnsweredTask($"t{t}", null,
            [.. Enumerable.Range(0, 2).Select(p => new GivenAnswer($"p{p}", new([new("1", t % 2 == 0 ? "car" : "bus", new Box(10 + p, 10, 50, 50))]), 20))], null))];
        var rows = AnswerAnalysis.Of(drawn, tasks, resamples: 20).Agreement;
        Assert.Equal(1, rows.Single(r => r.Row is { Scope: AgreementScope.All, Measure: "f1@0.5" }).Row.Figure.Value);
        Assert.Equal(["bus", "car"], rows.Where(r => r.Row.Scope == AgreementScope.Class && r.Row.Measure == "f1@0.5").Select(r => r.Row.Of[0]));
    }

    /// <summary>Four people, each right four times of five, and, if so asked, the last one a copy of the first, mistakes and all.</summary>
    private static List<AnsweredTask> Crowd(bool copier)
    {
        string[] moods = ["zest", "calm", "anger"];
        var chance = new SeededStream(5);
        var tasks = new List<AnsweredTask>();
        for (var t = 0; t < 120; t++)
        {
            var truth = chance.NextBelow(3);
            var given = new int[4];
            for (var p = 0; p < 4; p++)
                given[p] = chance.NextBelow(5) > 0 ? truth : (truth + 1 + chance.NextBelow(2)) % 3;
            if (copier)
                given[3] = given[0];
            tasks.Add(new($"t{t}", t < 60 ? "first" : "second", [.. given.Select((g, p) => new GivenAnswer($"p{p}", Content(g, p), 10 + chance.NextBelow(20)))], Content(truth, 0)));
        }

        return tasks;

        AnnotationContent Content(int mood, int person) => new(Values: new Dictionary<string, FieldValue>
        {
            ["mood"] = moods[mood], ["spam"] = mood == 0, ["stars"] = mood + 1.0, ["topics"] = new ListValue(mood == 0 ? ["a"] : ["a", "b"]), ["why"] = $"because of {moods[mood]} as {person} says",
        });
    }
}
