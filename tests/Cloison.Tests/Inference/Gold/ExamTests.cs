using Cloison.Inference.Gold;

namespace Cloison.Tests.Inference.Gold;

public sealed class ExamTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Exam Exam = new(
        [new("boxes", ["b1", "b2", "b3", "b4", "b5", "b6"], 3, 0.5), new("names", ["n1", "n2", "n3", "n4"], 2)], 0.8, 2, TimeSpan.FromDays(1));

    [Fact]
    public void All_together_and_every_section_have_to_reach_their_marks()
    {
        string[] asked = ["b1", "b2", "b3", "n1", "n2"];

        Assert.True(Score(("b1", 1), ("b2", 1), ("b3", 0), ("n1", 1), ("n2", 1)).HasPassed);
        Assert.False(Score(("b1", 1), ("b2", 0.4), ("b3", 0), ("n1", 1), ("n2", 1)).HasPassed);
        var lacking = ExamPolicy.Score(Exam with { PassMark = 0.4 }, asked, new Dictionary<string, double> { ["b1"] = 1, ["n1"] = 1, ["n2"] = 1 });
        Assert.False(lacking.HasPassed);
        Assert.Equal([false, true], lacking.Sections.Select(s => s.HasPassed));
        Assert.Equal(0.6, lacking.Score, 12);
        Assert.False(ExamPolicy.Score(Exam, [], new Dictionary<string, double>()).HasPassed);

        ExamResult Score(params (string, double)[] scores) => ExamPolicy.Score(Exam, asked, scores.ToDictionary(s => s.Item1, s => s.Item2));
    }

    [Fact]
    public void A_try_has_to_wait_and_there_are_no_more_than_allowed()
    {
        var failed = new ExamTry(Now, false, []);

        Assert.Equal(ExamPermissionState.May, ExamPolicy.MayTry(Exam, [], Now).State);
        Assert.Equal(new(ExamPermissionState.TooEarly, Now.AddDays(1), 1), ExamPolicy.MayTry(Exam, [failed], Now.AddHours(23)));
        Assert.Equal(ExamPermissionState.May, ExamPolicy.MayTry(Exam, [failed], Now.AddDays(1)).State);
        Assert.Equal(ExamPermissionState.NoTriesLeft, ExamPolicy.MayTry(Exam, [failed, failed], Now.AddDays(9)).State);
        Assert.Equal(ExamPermissionState.HasPassed, ExamPolicy.MayTry(Exam, [failed with { HasPassed = true }], Now).State);
    }

    [Fact]
    public void The_next_try_has_other_questions_as_long_as_there_are_some()
    {
        var first = ExamPolicy.Draw(Exam, [], 5, "ann");
        var second = ExamPolicy.Draw(Exam, [new(Now, false, first)], 5, "ann");
        var third = ExamPolicy.Draw(Exam, [new(Now, false, first), new(Now, false, second)], 5, "ann");

        Assert.Equal((3, 2), (first.Count(q => q[0] == 'b'), first.Count(q => q[0] == 'n')));
        Assert.Empty(first.Intersect(second));
        Assert.Equal(5, third.Distinct().Count());
        Assert.Equal(first, ExamPolicy.Draw(Exam, [], 5, "ann"));
        Assert.Contains(Enumerable.Range(0, 20), i => !ExamPolicy.Draw(Exam, [], 5, $"p{i}").SequenceEqual(first));
    }
}
