using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Consensus;
using FsCheck;
using FsCheck.Fluent;

namespace Cloison.Tests.Consensus;

public sealed class TaskConsensusTests
{
    private static readonly Ontology Form = new(Editor.Form, [new("text", InputKind.Text)], Fields:
    [
        new ChoiceField { Name = "mood", Options = [new("good"), new("bad"), new("none")] },
        new BooleanField { Name = "clear" },
        new MultiChoiceField { Name = "topics", Options = [new("a"), new("b"), new("c")] },
        new NumberField { Name = "stars", Min = 0, Max = 10 },
        new TextField { Name = "summary" },
    ]);

    private static readonly Ontology Image = new(
        Editor.Image, [new("image", InputKind.Image)],
        [
            new("cat", "#ff0000", [ShapeKind.Box, ShapeKind.Polygon, ShapeKind.Point], Attributes: [new BooleanField { Name = "tame" }]),
            new("dog", "#00ff00", [ShapeKind.Box]),
        ],
        [new("near", "#0000ff")]);

    private static readonly Ontology Text = new(
        Editor.Text, [new("text", InputKind.Text)], [new("per", "#ff0000", [ShapeKind.Span]), new("loc", "#00ff00", [ShapeKind.Span])]);

    [Fact]
    public void Two_of_three_decide_a_choice()
    {
        var result = Infer(Form, Values("mood", "bad"), Values("mood", "good"), Values("mood", "bad"));

        Assert.Equal("bad", result.Content.Values!["mood"]);
        Assert.Equal(2 / 3.0, Part(result, "values.mood"), 12);
        Assert.Equal(2 / 3.0, result.Agreement, 12);
    }

    [Fact]
    public void One_who_knows_outweighs_two_who_do_not()
    {
        AnnotationContent[] answers = [Values("mood", "bad"), Values("mood", "bad"), Values("mood", "good")];
        var result = TaskConsensus.Infer(Form, answers, trust: [0.6, 0.6, 0.95]);
        Assert.Equal("good", result.Content.Values!["mood"]);
        // How far people agree is another matter.
        Assert.Equal(1 / 3.0, result.Agreement, 12);
        Assert.Equal("bad", TaskConsensus.Infer(Form, answers, trust: [0.9, 0.9, 0.95]).Content.Values!["mood"]);
        // It is the most probable one, as the confidence says.
        Assert.True(AnswerConfidence.Of(Form with { Fields = [Form.Fields![0]] }, [.. answers.Zip([0.6, 0.6, 0.95])], result.Content) > 0.5);
    }

    [Theory]
    [InlineData("clear", true, false)]
    [InlineData("stars", 9.0, 2.0)]
    [InlineData("summary", "a long day", "zzz")]
    public void Yes_or_no_numbers_and_texts_follow_who_knows_too(string field, object right, object wrong)
    {
        AnnotationContent[] answers = [Values(field, Value(wrong)), Values(field, Value(wrong)), Values(field, Value(right))];
        Assert.Equal(Value(right), TaskConsensus.Infer(Form, answers, trust: [0.55, 0.55, 0.97]).Content.Values![field]);
        Assert.Equal(Value(wrong), TaskConsensus.Infer(Form, answers).Content.Values![field]);

        static FieldValue Value(object given) => given switch { bool b => b, double d => d, var text => (string)text };
    }

    [Fact]
    public void A_region_of_one_who_knows_is_kept_against_two_who_overlooked_it_and_has_his_class()
    {
        var cat = Regions(new Region("a", "cat", new Box(10, 10, 20, 20)));
        Assert.Single(TaskConsensus.Infer(Image, [cat, AnnotationContent.Empty, AnnotationContent.Empty], trust: [0.97, 0.6, 0.6]).Content.Regions!);
        Assert.Null(TaskConsensus.Infer(Image, [cat, AnnotationContent.Empty, AnnotationContent.Empty]).Content.Regions);
        var dog = Regions(new Region("a", "dog", new Box(10, 10, 20, 20)));
        Assert.Equal("dog", Assert.Single(TaskConsensus.Infer(Image, [cat, cat, dog], trust: [0.6, 0.6, 0.97]).Content.Regions!).Class);
    }

    [Fact]
    public void Trust_that_is_the_same_for_all_or_no_better_than_chance_changes_nothing() => Prop.ForAll(Answers().ToArbitrary(), answers =>
    {
        var plain = Describe(TaskConsensus.Infer(Image, answers));
        return new[] { 0.8, 0.3 }.All(p => Describe(TaskConsensus.Infer(Image, answers, trust: [.. answers.Select(_ => p)])) == plain);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Trust_has_to_be_said_of_every_answer() =>
        Assert.Throws<ArgumentException>(() => TaskConsensus.Infer(Form, [Values("mood", "bad")], trust: []));

    [Fact]
    public void A_tie_goes_to_the_option_that_the_ontology_names_first() =>
        Assert.Equal("good", Infer(Form, Values("mood", "bad"), Values("mood", "good")).Content.Values!["mood"]);

    [Fact]
    public void Most_without_a_value_means_no_value()
    {
        var result = Infer(Form, Values("mood", "bad"), new(), new());

        Assert.Null(result.Content.Values);
        Assert.Equal(2 / 3.0, Part(result, "values.mood"), 12);
    }

    [Fact]
    public void A_boolean_needs_more_than_half_to_be_true()
    {
        Assert.Equal(false, Infer(Form, Values("clear", true), Values("clear", false)).Content.Values!["clear"]);
        Assert.Equal(true, Infer(Form, Values("clear", true), Values("clear", false), Values("clear", true)).Content.Values!["clear"]);
    }

    [Fact]
    public void Of_several_choices_each_is_decided_by_itself()
    {
        // a: 3 of 3, b: 2 of 3, c: 1 of 3 -> a, b; agreement (1 + 2/3 + 2/3) / 3 = 7/9.
        var result = Infer(Form, Values("topics", List("a", "b")), Values("topics", List("a", "b", "c")), Values("topics", List("a")));

        Assert.Equal(List("a", "b"), result.Content.Values!["topics"]);
        Assert.Equal(7 / 9.0, Part(result, "values.topics"), 12);
    }

    [Fact]
    public void Numbers_give_their_median()
    {
        // Median of 1, 2, 9 is 2; distances 1, 0, 7, mean 8/3, range 10 -> 1 - 8/30.
        var result = Infer(Form, Values("stars", 9.0), Values("stars", 1.0), Values("stars", 2.0));

        Assert.Equal(2.0, result.Content.Values!["stars"]);
        Assert.Equal(1 - 8 / 30.0, Part(result, "values.stars"), 12);
        Assert.Equal(1.5, Infer(Form, Values("stars", 1.0), Values("stars", 2.0)).Content.Values!["stars"]);
    }

    [Fact]
    public void Texts_give_the_one_that_is_nearest_to_the_others()
    {
        // kitten-sitting 3/7, kitten-mitten 1/6, sitting-mitten 3/7: the sums are 25/42, 36/42, 25/42; of two equals the first in order.
        var result = Infer(Form, Values("summary", "sitting"), Values("summary", "mitten"), Values("summary", "kitten"));

        Assert.Equal("kitten", result.Content.Values!["summary"]);
        Assert.Equal(1 - 25 / 84.0, Part(result, "values.summary"), 12);
    }

    [Fact]
    public void A_field_that_is_not_shown_has_no_value()
    {
        var form = Form with { Fields = [new BooleanField { Name = "clear" }, new TextField { Name = "why", ShowWhen = new("clear", ["false"]) }] };
        var unclear = new AnnotationContent(Values: new Dictionary<string, FieldValue> { ["clear"] = false, ["why"] = "dark" });
        var result = Infer(form, unclear, unclear, Values("clear", true), Values("clear", true), Values("clear", true));

        Assert.Equal(["clear"], result.Content.Values!.Keys);
    }

    [Fact]
    public void Boxes_of_one_object_become_their_coordinate_median()
    {
        var result = Infer(Image, Regions(Box(10, 10, 20, 20)), Regions(Box(11, 10, 21, 20)), Regions(Box(12, 14, 18, 20), Box(70, 70, 5, 5)));

        // Lefts 10, 11, 12; tops 10, 10, 14; rights 30, 32, 30; bottoms 30, 30, 34.
        var region = Assert.Single(result.Content.Regions!);
        Assert.Equal(new Box(11, 10, 19, 20), region.Shape);
        Assert.Equal("cat", region.Class);
        // The box that only one has is dropped: two of three agree with that.
        Assert.Equal(2 / 3.0, Part(result, "regions.-"), 12);
    }

    [Fact]
    public void Equal_boxes_agree_fully_and_half_of_the_answers_keep_a_region()
    {
        var both = Infer(Image, Regions(Box(10, 10, 20, 20)), Regions(Box(10, 10, 20, 20)));
        var half = Infer(Image, Regions(Box(10, 10, 20, 20)), Regions());

        Assert.Equal(1, both.Agreement);
        Assert.Single(half.Content.Regions!);
        Assert.Equal(0.5, half.Agreement);
        Assert.Null(TaskConsensus.Infer(Image, [Regions(Box(10, 10, 20, 20)), Regions()], new(KeepShare: 0.6)).Content.Regions);
    }

    [Fact]
    public void Two_boxes_of_one_annotator_are_never_one_object()
    {
        var twins = Regions(Box(10, 10, 20, 20), Box(11, 10, 20, 20) with { Id = "b" });

        Assert.Equal(2, Infer(Image, twins, twins).Content.Regions!.Count);
    }

    [Fact]
    public void The_class_is_the_majoritys_and_attributes_come_from_those_who_chose_it()
    {
        var tame = Box(10, 10, 20, 20) with { Attributes = new Dictionary<string, FieldValue> { ["tame"] = true } };
        var region = Assert.Single(Infer(Image, Regions(tame), Regions(tame), Regions(Box(10, 10, 20, 20) with { Class = "dog" })).Content.Regions!);

        Assert.Equal("cat", region.Class);
        Assert.Equal(true, region.Attributes!["tame"]);
    }

    [Fact]
    public void Polygons_give_the_medoid_and_may_cross_themselves()
    {
        var square = new Polygon([0, 0, 10, 0, 10, 10, 0, 10]);
        var nearly = new Polygon([0, 0, 10, 0, 10, 9, 0, 9]);
        var smaller = new Polygon([0, 0, 10, 0, 10, 8, 0, 8]);
        var bowTie = new Polygon([0, 0, 10, 10, 10, 0, 0, 10]);

        Assert.Equal(nearly, Assert.Single(Infer(Image, Regions(Shape(square)), Regions(Shape(nearly)), Regions(Shape(smaller))).Content.Regions!).Shape);
        Assert.Equal(bowTie, Assert.Single(Infer(Image, Regions(Shape(bowTie)), Regions(Shape(bowTie))).Content.Regions!).Shape);
    }

    [Fact]
    public void The_overlap_of_polygons_is_their_areas_not_their_bounds()
    {
        // Two triangles in one square: bounds are the same, the areas share nothing.
        var result = Infer(Image, Regions(Shape(new Polygon([0, 0, 10, 0, 0, 10]))), Regions(Shape(new Polygon([10, 10, 10, 0.1, 0.1, 10]))));

        Assert.Equal(2, result.Content.Regions!.Count);
    }

    [Fact]
    public void Points_are_one_within_the_distance()
    {
        Assert.Equal(new Point(2, 0), Assert.Single(Infer(Image, Regions(Shape(new Point(0, 0))), Regions(Shape(new Point(4, 0)))).Content.Regions!).Shape);
        Assert.Equal(2, Infer(Image, Regions(Shape(new Point(0, 0))), Regions(Shape(new Point(11, 0)))).Content.Regions!.Count);
    }

    [Fact]
    public void Spans_are_one_only_at_exactly_the_same_place()
    {
        var result = Infer(Text, Regions(Span(0, 4)), Regions(Span(0, 4)), Regions(Span(0, 5)), Regions(Span(0, 4) with { Class = "loc" }));
        var region = Assert.Single(result.Content.Regions!);

        Assert.Equal(new Span("text", 0, 4), region.Shape);
        Assert.Equal("per", region.Class);
        // Two of four have this place and class.
        Assert.Equal(0.5, Part(result, "regions.c1"), 12);
    }

    [Fact]
    public void Relations_are_kept_between_kept_regions()
    {
        var related = new AnnotationContent([Box(0, 0, 10, 10), Box(50, 50, 10, 10) with { Id = "b" }], [new("l", "near", "a", "b")]);
        var renamed = new AnnotationContent([Box(50, 50, 10, 10) with { Id = "x" }, Box(0, 0, 10, 10) with { Id = "y" }], [new("m", "near", "y", "x")]);
        var result = Infer(Image, related, renamed, Regions(Box(0, 0, 10, 10)));

        var relation = Assert.Single(result.Content.Relations!);
        var ends = result.Content.Regions!.ToDictionary(r => r.Id, r => r.Shape);
        Assert.Equal((new Box(0, 0, 10, 10), new Box(50, 50, 10, 10)), (ends[relation.From], ends[relation.To]));
        Assert.Equal(2 / 3.0, Part(result, $"relations.{relation.Id}"), 12);
        Assert.Null(Infer(Image, related, Regions(Box(0, 0, 10, 10)), Regions(Box(0, 0, 10, 10))).Content.Relations);
    }

    [Fact]
    public void No_answers_give_nothing_and_one_answer_gives_itself()
    {
        Assert.Equal((0, 0), (TaskConsensus.Infer(Image, []).Agreement, TaskConsensus.Infer(Image, []).Parts.Count));
        var one = Infer(Form, Values("summary", "as it is"));
        Assert.Equal(("as it is", 1.0), (((TextValue)one.Content.Values!["summary"]).Text, one.Agreement));
        Assert.Equal(1, Infer(Image, Regions(), Regions()).Agreement);
    }

    [Fact]
    public void Impossible_shapes_and_values_are_passed_over()
    {
        var result = Infer(Image, Regions(Box(double.NaN, 0, 1, 1), Shape(new Polygon([0, 0])) with { Id = "p" }), Regions(Shape(new Polygon([])) with { Id = "q" }));

        Assert.InRange(result.Agreement, 0, 1);
        Assert.Null(Infer(Form, Values("stars", double.NaN)).Content.Values);
        Assert.Null(Infer(Form, Values("mood", "unknown")).Content.Values);
    }

    [Fact]
    public void The_order_of_the_answers_does_not_matter()
    {
        Prop.ForAll(Answers().ToArbitrary(), Gen.Choose(0, 5).ToArbitrary(), (answers, turn) =>
        {
            var turned = answers.Skip(turn % answers.Length).Concat(answers.Take(turn % answers.Length)).Reverse().ToArray();
            return Describe(TaskConsensus.Infer(Image, answers)) == Describe(TaskConsensus.Infer(Image, turned));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Other_names_of_the_classes_give_the_same_with_other_names()
    {
        var renamed = Image with { Classes = [.. Image.Classes!.Select(c => c with { Name = "x" + c.Name })] };
        Prop.ForAll(Answers().ToArbitrary(), answers =>
        {
            var others = answers.Select(a => a with { Regions = [.. a.Regions!.Select(r => r with { Class = "x" + r.Class })] }).ToArray();
            return Describe(TaskConsensus.Infer(Image, answers)) == Describe(TaskConsensus.Infer(renamed, others)).Replace("xcat", "cat").Replace("xdog", "dog");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Agreement_is_between_0_and_1() => Prop.ForAll(Answers().ToArbitrary(), answers =>
    {
        var result = TaskConsensus.Infer(Image, answers);
        return result.Agreement is >= 0 and <= 1 && result.Parts.All(p => p.Agreement is >= 0 and <= 1);
    }).QuickCheckThrowOnFailure();

    /// <summary>One to five answers with up to six boxes each; each box has a place of its own, so that stacking is not a matter of luck.</summary>
    private static Gen<AnnotationContent[]> Answers()
    {
        var box =
            from place in Gen.Choose(0, 3)
            from dx in Gen.Choose(0, 6)
            from dy in Gen.Choose(0, 6)
            from name in Gen.Elements("cat", "dog")
            select new Region("r", name, new Box(place * 30 + dx, dy, 20, 20));
        var answer = box.ArrayOf().Select(regions => new AnnotationContent([.. regions.Take(6).Index().Select(r => r.Item with { Id = $"r{r.Index}" })]));
        return answer.ArrayOf().Where(a => a.Length > 0).Select(a => a.Take(5).ToArray());
    }

    /// <summary>Regions without ids and order: who lies on top when nobody agrees is not part of the promise.</summary>
    private static string Describe(ConsensusResult result) =>
        $"{result.Agreement:F9} {string.Join(';', (result.Content.Regions ?? []).Select(r => $"{r.Class}{r.Shape}").Order(StringComparer.Ordinal))}";

    private static ConsensusResult Infer(Ontology ontology, params AnnotationContent[] answers) => TaskConsensus.Infer(ontology, answers);

    private static double Part(ConsensusResult result, string part) => Assert.Single(result.Parts, p => p.Part == part).Agreement;

    private static AnnotationContent Values(string name, FieldValue value) => new(Values: new Dictionary<string, FieldValue> { [name] = value });

    private static AnnotationContent Regions(params Region[] regions) => new(regions);

    private static Region Box(double x, double y, double width, double height) => new("a", "cat", new Box(x, y, width, height));

    private static Region Shape(Shape shape) => new("a", "cat", shape);

    private static Region Span(int start, int end) => new("a", "per", new Span("text", start, end));

    private static ListValue List(params string[] items) => new(items);
}
