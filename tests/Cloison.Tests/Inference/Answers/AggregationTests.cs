using System.Text.Json;
using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Cli.Answers;
using Cloison.Cli.Answers.Aggregation;
using Cloison.Formats.Files;
using Cloison.Inference.Masks;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Answers;

/// <summary>From lines of answers to lines of results, as <c>cloison aggregate</c> makes them.</summary>
public sealed class AggregationTests
{
    [Fact]
    public async Task Boxes_become_one_where_people_agree_and_a_ghost_is_dropped()
    {
        // Twelve pictures with a car; d draws a ghost in each, c calls every third car a truck.
        var lines = await LinesAsync(from t in Enumerable.Range(0, 12) from w in "abcd" select
            $$"""{"task":"t{{t}}","worker":"{{w}}","boxes":[{{Box(w == 'c' && t % 3 == 0 ? "truck" : "car", 10 + t + (w - 'a'))}}{{(w == 'd' ? "," + Box("car", 500) : "")}}]}""");

        Assert.Equal(12, lines.Length);
        var box = Assert.Single(lines[0].GetProperty("boxes").EnumerateArray());
        Assert.Equal("t0", lines[0].GetProperty("task").GetString());
        Assert.Equal("car", box.GetProperty("class").GetString());
        Assert.InRange(box.GetProperty("x").GetDouble(), 11, 12);
        Assert.InRange(box.GetProperty("confidence").GetDouble(), 0.9, 1);
        Assert.InRange(box.GetProperty("classes").GetProperty("car").GetDouble(), 0.6, 1);
        Assert.Equal(4, box.GetProperty("answers").GetInt32());
        Assert.InRange(lines[0].GetProperty("confidence").GetDouble(), 0, box.GetProperty("confidence").GetDouble());
    }

    [Fact]
    public async Task Who_draws_ghosts_is_known_by_his_false_alarms()
    {
        var result = await FitAsync(from t in Enumerable.Range(0, 12) from w in "abcd" select
            $$"""{"task":"t{{t}}","worker":"{{w}}","boxes":[{{Box("car", 10)}}{{(w == 'd' ? "," + Box("car", 500) : "")}}]}""");

        double FalseAlarms(int annotator) => result.SkillOf(annotator).First(f => f.Name == "falseAlarmRate").Value;
        Assert.True(FalseAlarms(3) > 2 * FalseAlarms(0), $"{FalseAlarms(3)}, {FalseAlarms(0)}");
        Assert.Equal(12, result.AnswersOf(3));
    }

    [Fact]
    public async Task Classes_are_decided_by_who_is_careful_where_most_are_not()
    {
        // Two who know the class and three who guess, on 150 pictures with one animal each.
        var random = new Simulation(8);
        string[] names = ["cat", "dog", "fox"];
        var truth = Enumerable.Range(0, 150).Select(_ => names[random.Next(3)]).ToArray();
        var lines = await LinesAsync((from t in Enumerable.Range(0, 150) from w in "abcde" select
            $$"""{"task":"t{{t}}","worker":"{{w}}","boxes":[{{Box(w < 'c' && random.Uniform() < 0.95 ? truth[t] : names[random.Next(3)], 10)}}]}""").ToArray());

        var right = lines.Count(l => l.GetProperty("boxes")[0].GetProperty("class").GetString() == truth[int.Parse(l.GetProperty("task").GetString()![1..])]);
        // A vote is right about four times of five.
        Assert.True(right > 135, $"{right}");
    }

    [Fact]
    public async Task Outlines_and_points_stay_what_they_are_and_a_task_without_any_has_empty_lists()
    {
        const string Shapes = "\"polygons\":[{\"class\":\"x\",\"points\":[0,0,10,0,10,10]}],\"points\":[{\"class\":\"y\",\"x\":5,\"y\":5}]}";
        var lines = await LinesAsync(from w in "abc" from t in new[] { "full", "empty" } select
            $$"""{"task":"{{t}}","worker":"{{w}}",{{(t == "full" ? Shapes : "\"polygons\":[]}")}}""");

        Assert.Equal([0, 0, 10, 0, 10, 10], lines[0].GetProperty("polygons")[0].GetProperty("points").EnumerateArray().Select(c => c.GetDouble()));
        Assert.Equal(5, lines[0].GetProperty("points")[0].GetProperty("x").GetDouble());
        Assert.Equal((0, 0, 1.0), (lines[1].GetProperty("polygons").GetArrayLength(), lines[1].GetProperty("points").GetArrayLength(), lines[1].GetProperty("confidence").GetDouble()));
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("ds")]
    [InlineData("hmm")]
    [InlineData("vote")]
    [InlineData("regions")]
    public async Task Spans_are_found_by_every_method(string method)
    {
        // Names of two words; d marks the first word alone, and nobody else does.
        var lines = await LinesAsync(from t in Enumerable.Range(0, 10) from w in "abcd" select
            $$"""{"task":"t{{t}}","worker":"{{w}}","text":"so Ana Lima sings","spans":[{"class":"PER","start":3,"end":{{(w == 'd' ? 6 : 11)}}}]}""", method);

        var span = Assert.Single(lines[0].GetProperty("spans").EnumerateArray());
        Assert.Equal((3, 11), (span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32()));
        Assert.InRange(span.GetProperty("confidence").GetDouble(), 0.5, 1);
    }

    [Fact]
    public async Task White_space_at_the_end_of_a_span_makes_no_difference()
    {
        var lines = await LinesAsync(from w in "abc" select
            $$"""{"task":"t","worker":"{{w}}","text":"so Ana sings","spans":[{"class":"PER","start":{{(w == 'a' ? 2 : 3)}},"end":{{(w == 'b' ? 7 : 6)}}}]}""");

        var span = Assert.Single(lines[0].GetProperty("spans").EnumerateArray());
        Assert.Equal((3, 6), (span.GetProperty("start").GetInt32(), span.GetProperty("end").GetInt32()));
    }

    [Fact]
    public async Task Spans_within_spans_are_grouped_as_regions_and_refused_where_tags_were_asked_for()
    {
        var nested = from w in "abc" select $$"""{"task":"t","worker":"{{w}}","spans":[[0,9,"ORG"],[0,3,"LOC"]]}""";
        var result = await FitAsync(nested);

        Assert.Equal("regions", result.Method);
        Assert.Contains("overlap", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Equal(2, Lines(result)[0].GetProperty("spans").GetArrayLength());
        Assert.Contains("--method regions", (await Assert.ThrowsAsync<InvalidDataException>(() => FitAsync(nested, "ds"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sequence_model_without_the_text_or_its_length_is_refused_with_what_does_without() =>
        Assert.Equal(
            "The spans of t come without their text or its length; --method ds needs neither.",
            (await Assert.ThrowsAsync<InvalidDataException>(() => FitAsync(["""{"task":"t","worker":"a","spans":[]}"""], "hmm"))).Message);

    [Theory]
    [InlineData("staple")]
    [InlineData("vote")]
    public async Task Masks_become_one_in_coco_s_notation_that_is_read_again(string method)
    {
        // A square of 2 by 2 in 4 by 4; c leaves one pixel out.
        var lines = await LinesAsync(from w in "abc" select $$"""{"task":"t","mask":{"width":4,"height":4,"runs":[5,2,{{(w == 'c' ? "9,1" : "9,2")}}]},"worker":"{{w}}"}""", method);
        var again = Assert.IsType<AnswerFile.Masks>(await ReadAsync([lines[0].GetRawText()], AnswerOptions.Gold));

        Assert.Equal([5, 2, 9, 2], again.Table.Answers[0].Runs.ToArray());
        Assert.InRange(lines[0].GetProperty("confidence").GetDouble(), 0.8, 0.9999);
    }

    [Fact]
    public async Task Sets_numbers_texts_and_comparisons_have_a_line_each_too()
    {
        var sets = await LinesAsync(from w in "abc" select $$"""{"task":"t","worker":"{{w}}","labels":["x"{{(w == 'c' ? ",\"y\"" : "")}}]}""");
        var numbers = await LinesAsync(from w in "abc" select $$"""{"task":"t","worker":"{{w}}","number":{{w - 'a'}}}""", "median");
        var texts = await LinesAsync(from w in "abc" select $$"""{"task":"t","worker":"{{w}}","text":"so it {{(w == 'c' ? "was" : "is")}}"}""");
        var items = await LinesAsync(from w in "abc" from pair in new[] { ("x", "y"), ("y", "z"), ("x", "z") } select $$"""{"worker":"{{w}}","preferred":"{{pair.Item1}}","over":"{{pair.Item2}}"}""");

        Assert.Equal(["x"], sets[0].GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
        Assert.Equal(1, numbers[0].GetProperty("number").GetDouble());
        Assert.Equal("so it is", texts[0].GetProperty("text").GetString());
        Assert.Equal(["x", "y", "z"], items.Select(l => l.GetProperty("item").GetString()));
    }

    [Theory]
    [InlineData("\"boxes\":[]", "\"boxes\":[]", "f1@0.5")]
    [InlineData("\"spans\":[]", "\"spans\":[]", "f1@1")]
    [InlineData("\"mask\":{\"size\":[0,0],\"counts\":\"\"}", "\"mask\":{\"size\":[0,0],\"counts\":[]}", "dice")]
    [InlineData("\"labels\":[]", "\"labels\":[]", "accuracy")]
    [InlineData("\"text\":\"\"", "\"text\":\"\"", "accuracy")]
    [InlineData("\"number\":0", "\"number\":0", "meanAbsoluteError")]
    public async Task One_person_who_says_nothing_is_a_result_too(string answer, string gold, string figure)
    {
        var result = await FitAsync([$$"""{"task":"t","worker":"a",{{answer}}}"""]);
        var measured = result.Against(await ReadAsync([$$"""{"task":"t",{{gold}}}"""], AnswerOptions.Gold));

        Assert.Equal("t", Lines(result)[0].GetProperty("task").GetString());
        Assert.Equal(1, measured.Tasks);
        Assert.Contains(measured.Figures, f => f.Name == figure);
    }

    [Fact]
    public async Task Gold_of_another_kind_of_other_tasks_or_of_another_size_is_refused()
    {
        var boxes = await FitAsync(["""{"task":"t","worker":"a","boxes":[]}"""]);
        var masks = await FitAsync(["""{"task":"t","worker":"a","mask":{"size":[2,2],"counts":[4]}}"""]);

        async Task<string> Said(AggregatedAnswers result, string gold)
        {
            var file = await ReadAsync([gold], AnswerOptions.Gold);
            return Assert.Throws<InvalidDataException>(() => result.Against(file)).Message;
        }

        Assert.Equal("The gold is of another kind than the answers.", await Said(boxes, """{"task":"t","label":"x"}"""));
        Assert.Equal("No gold is of a task with answers: nothing can be measured.", await Said(boxes, """{"task":"other","boxes":[]}"""));
        Assert.Equal("The gold mask of t has another size than its answers.", await Said(masks, """{"task":"t","mask":{"size":[3,2],"counts":[6]}}"""));
    }

    [Fact]
    public async Task Masks_that_no_memory_would_hold_are_refused_before_they_are_decoded()
    {
        var huge = Enumerable.Range(0, 2_000).Select(t => $$"""{"mask":{"width":40000,"height":40000,"runs":[]},"worker":"a","task":"t{{t}}"}""");

        Assert.Contains("million pixels", (await Assert.ThrowsAsync<InvalidDataException>(() => FitAsync(huge))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_with_more_masks_than_staple_tells_apart_is_decided_by_vote()
    {
        var crowd = Enumerable.Range(0, 63).Select(w => $$"""{"task":"t","mask":{"size":[1,2],"counts":[1,1]},"worker":"w{{w}}"}""").ToArray();
        var result = await FitAsync(crowd);

        Assert.Equal("vote", result.Method);
        Assert.Single(result.Notes);
        Assert.Contains("--method vote", (await Assert.ThrowsAsync<InvalidDataException>(() => FitAsync(crowd, "staple"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rankings_have_agreement_and_no_method() =>
        Assert.Empty(AggregationMethods.Of(await ReadAsync(["""{"task":"t","worker":"a","ranking":["x","y"]}"""], AnswerOptions.Default)));

    [Fact]
    public async Task A_result_is_read_as_gold_of_the_next()
    {
        var result = await FitAsync(from t in Enumerable.Range(0, 5) from w in "abc" select $$"""{"task":"t{{t}}","worker":"{{w}}","boxes":[{{Box("car", 10 * t)}}]}""");
        var gold = await ReadAsync(Lines(result).Select(l => l.GetRawText()), AnswerOptions.Gold);

        Assert.Equal(1, result.Against(gold).Figures.First(f => f.Name == "f1@0.75").Value);
    }

    [Fact]
    public async Task Pedestrians_are_found_as_published()
    {
        var folder = new CrowdFolder(Repository.Shared("data/crowd/boxes_a"));
        string Of(string[] row, int at) =>
            $$"""{"class":"person","x":{{row[at]}},"y":{{row[at + 1]}},"width":{{CrowdFolder.Number(row[at + 2]) - CrowdFolder.Number(row[at])}},"height":{{CrowdFolder.Number(row[at + 3]) - CrowdFolder.Number(row[at + 1])}}}""";
        var boxes = folder.Rows("labels.csv").ToLookup(r => (r[0], r[1]), r => Of(r, 2));
        var truth = folder.Rows("gold.csv").ToLookup(r => r[0], r => Of(r, 1));
        var result = await FitAsync(folder.Rows("annotations.csv").Select(r => $$"""{"task":"{{r[0]}}","worker":"{{r[1]}}","boxes":[{{string.Join(',', boxes[(r[0], r[1])])}}]}"""));
        var gold = folder.Rows("images.csv").Select(r => $$"""{"task":"{{r[0]}}","boxes":[{{string.Join(',', truth[r[0]])}}]}""");

        Assert.Equal(0.9233, await FigureAsync(result, gold, "f1@0.5"), 3);
    }

    [Fact]
    public async Task Names_in_news_are_found_better_by_the_stretches_that_somebody_marked_than_by_a_vote()
    {
        var folder = new CrowdFolder(Repository.Shared("data/crowd/ner_a"));
        var spans = folder.Rows("spans.csv").ToLookup(r => (r[0], r[1]), r => $$"""{"class":"{{r[4]}}","start":{{r[2]}},"end":{{r[3]}}}""");
        var given = folder.Rows("labels.csv").Select(r => (r[0][..r[0].IndexOf(':')], r[1])).Distinct().ToArray();
        var lines = given.Select(k => $$"""{"task":"{{k.Item1}}","worker":"{{k.Item2}}","spans":[{{string.Join(',', spans[k])}}]}""").ToArray();
        var gold = given.Select(k => k.Item1).Distinct().Select(s => $$"""{"task":"{{s}}","spans":[{{string.Join(',', spans[(s, "gold")])}}]}""").ToArray();

        Assert.True(await FigureAsync(await FitAsync(lines), gold, "f1@1") > 0.81);
        Assert.Equal(0.7070, await FigureAsync(await FitAsync(lines, "vote"), gold, "f1@1"), 4);
    }

    [Fact]
    public async Task Outlines_of_cells_are_fused_as_published()
    {
        var folder = new MaskFolder(Repository.Shared("data/crowd/seg_a"));
        string Of(RunMask mask) => $$"""{"size":[{{mask.Height}},{{mask.Width}}],"counts":[{{string.Join(',', ColumnCounts.Of(mask))}}]}""";
        var lines = from t in Enumerable.Range(0, folder.Table.Tasks.Count) from i in Enumerable.Range(0, folder.Table.AnswersTo(t).Length) select
            $$"""{"task":"{{folder.Table.Tasks[t]}}","worker":"{{folder.Table.AnnotatorNames[folder.Table.AnnotatorsOf(t)[i]]}}","mask":{{Of(folder.Table.AnswersTo(t)[i])}}}""";

        Assert.Equal(0.7726, await FigureAsync(await FitAsync(lines, "vote"), folder.Gold.Select(g => $$"""{"task":"{{g.Key}}","mask":{{Of(g.Value)}}}"""), "meanIou"), 4);
    }

    private static async Task<double> FigureAsync(AggregatedAnswers result, IEnumerable<string> gold, string name) =>
        result.Against(await ReadAsync(gold, AnswerOptions.Gold)).Figures.First(f => f.Name == name).Value;

    private static string Box(string name, double x) => $$"""{"class":"{{name}}","x":{{x}},"y":0,"width":40,"height":40}""";

    private static async Task<JsonElement[]> LinesAsync(IEnumerable<string> lines, string method = "auto") => Lines(await FitAsync(lines, method));

    private static JsonElement[] Lines(AggregatedAnswers result)
    {
        var text = new StringWriter();
        AggregationWriter.WriteLines(text, result.Lines, result.WriteLine);
        return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l))];
    }

    private static async Task<AggregatedAnswers> FitAsync(IEnumerable<string> lines, string method = "auto") =>
        AggregationMethods.Fit(await ReadAsync(lines, AnswerOptions.Default), method, pointReachPx: 20);

    private static Task<AnswerFile> ReadAsync(IEnumerable<string> lines, AnswerOptions options) =>
        AnswerFileReader.ReadAsync(new MemorySource("answers.jsonl", string.Join('\n', lines)), options, TestContext.Current.CancellationToken);
}
