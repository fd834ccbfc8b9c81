using Cloison.Inference.Gold;
using Cloison.Inference.Probability;

namespace Cloison.Tests.Inference.Gold;

public sealed class GoldTests
{
    [Theory]
    [InlineData(0.05, 1)]
    [InlineData(0.3, 1)]
    [InlineData(0.4, 2)]
    [InlineData(0.1, 5)]
    public void The_wanted_share_comes_out_with_never_more_in_a_row_than_allowed(double share, int maxInRow)
    {
        var rate = new GoldRate(share, share, 0, share, 1, maxInRow);
        int gold = 0, inRow = 0;
        for (var n = 0; n < 40_000; n++)
        {
            var isGold = GoldSchedule.IsGoldNext(42, "ann", n, inRow, 0.1, rate);
            inRow = isGold ? inRow + 1 : 0;
            Assert.True(inRow <= maxInRow);
            gold += isGold ? 1 : 0;
        }

        Assert.Equal(share, gold / 40_000.0, 0.01);
    }

    [Fact]
    public void The_same_question_has_the_same_answer_and_other_people_and_seeds_have_others()
    {
        var rate = new GoldRate(0.3, 0.3);

        Assert.Equal(Pattern(1, "ann"), Pattern(1, "ann"));
        Assert.NotEqual(Pattern(1, "ann"), Pattern(1, "ben"));
        Assert.NotEqual(Pattern(1, "ann"), Pattern(2, "ann"));

        string Pattern(ulong seed, string person) =>
            string.Concat(Enumerable.Range(0, 60).Select(n => GoldSchedule.IsGoldNext(seed, person, n, 0, 0.1, rate) ? '1' : '0'));
    }

    [Fact]
    public void Distances_between_gold_tasks_tell_nothing_about_the_next()
    {
        // Of a chance without memory, the distance varies as much as it is long: a fixed distance would not vary at all.
        var rate = new GoldRate(0.1, 0.1, 0);
        var distances = new List<double>();
        var last = -1;
        for (var n = 0; n < 20_000; n++)
        {
            if (!GoldSchedule.IsGoldNext(3, "ann", n, last == n - 1 ? 1 : 0, 0.1, rate))
                continue;
            distances.Add(n - last);
            last = n;
        }

        var mean = distances.Average();
        Assert.Equal(10, mean, 0.6);
        Assert.InRange(Math.Sqrt(distances.Average(d => (d - mean) * (d - mean))), 8, 10);
    }

    [Fact]
    public void Newcomers_and_people_of_uncertain_skill_get_more()
    {
        var rate = new GoldRate();

        Assert.Equal(0.2, GoldSchedule.WantedShare(3, 0.1, rate));
        Assert.Equal(0.1, GoldSchedule.WantedShare(30, 0.4, rate));
        Assert.Equal(0.05, GoldSchedule.WantedShare(30, 0.1, rate));
    }

    [Fact]
    public void Nobody_gets_a_gold_task_twice_and_the_least_exposed_goes_first()
    {
        GoldCandidate[] candidates = [new("g1", 5), new("g2", 2), new("g3", 2), new("g4", 1)];

        Assert.Equal("g4", GoldChoice.Choose(candidates, new HashSet<string>(), 1, "ann", 0));
        var among = Enumerable.Range(0, 50).Select(n => GoldChoice.Choose(candidates, new HashSet<string> { "g4" }, 1, "ann", n)).Distinct().Order();
        Assert.Equal(["g2", "g3"], among);
        Assert.Null(GoldChoice.Choose(candidates, new HashSet<string> { "g1", "g2", "g3", "g4" }, 1, "ann", 0));
    }

    [Fact]
    public void Sound_gold_tasks_are_retired_no_more_often_than_stated()
    {
        var stream = new SeededStream(8);
        var retired = 0;
        for (var task = 0; task < 2_000; task++)
        {
            var answers = new List<GoldAnswer>();
            for (var n = 0; n < 100; n++)
            {
                answers.Add(Answer(stream.NextUnit() < 0.8, stream.NextUnit() < 0.05));
            }

            retired += GoldHealth.Judge(answers, 0, new GoldHealthRules(FalseAlarm: 0.05)).State == GoldState.Retired ? 1 : 0;
        }

        // Two tests of 0.05 each.
        Assert.InRange(retired, 0, 200);
    }

    [Fact]
    public void A_leaked_task_is_retired_by_speed_and_by_errors_that_vanish()
    {
        var stream = new SeededStream(9);
        int bySpeed = 0, byErrors = 0;
        for (var task = 0; task < 200; task++)
        {
            List<GoldAnswer> fast = [], vanished = [];
            for (var n = 0; n < 64; n++)
            {
                var isLeaked = n >= 24;
                fast.Add(Answer(stream.NextUnit() < (isLeaked ? 0.97 : 0.6), stream.NextUnit() < (isLeaked ? 0.5 : 0.05)));
                vanished.Add(Answer(stream.NextUnit() < (isLeaked ? 0.98 : 0.5), isFast: false));
            }

            bySpeed += GoldHealth.Judge(fast, 0, new()).Concerns.Contains(GoldConcern.RightTooFast) ? 1 : 0;
            byErrors += GoldHealth.Judge(vanished, 0, new()).Concerns.Contains(GoldConcern.ErrorsVanished) ? 1 : 0;
        }

        Assert.InRange(bySpeed, 190, 200);
        Assert.InRange(byErrors, 120, 200);
    }

    [Fact]
    public void Exposure_and_reports_retire_by_themselves()
    {
        var answers = Enumerable.Repeat(Answer(true, false), 200).ToArray();

        Assert.Equal([GoldConcern.Exposure], GoldHealth.Judge(answers, 0, new()).Concerns);
        Assert.Equal([GoldConcern.Reported], GoldHealth.Judge([], 2, new()).Concerns);
        Assert.Equal(GoldState.Sound, GoldHealth.Judge([], 1, new()).State);
    }

    [Fact]
    public void Trusted_people_who_agree_on_something_else_make_a_gold_label_doubtful()
    {
        GoldAnswer Wrong(string answer, double trust) => new("p", answer, false, false, trust);
        var sound = new GoldAnswer("p", "cat", true, false, 0.9);

        var verdict = GoldHealth.Judge([Wrong("dog", 0.95), Wrong("dog", 0.95), Wrong("dog", 0.95), Wrong("dog", 0.95), Wrong("dog", 0.95)], 0, new());
        Assert.Equal((GoldState.Doubtful, "dog"), (verdict.State, verdict.LikelyAnswer));
        Assert.Equal(GoldState.Sound, GoldHealth.Judge([Wrong("dog", 0.95), sound, Wrong("dog", 0.95), sound], 0, new()).State);
        Assert.Equal(GoldState.Sound, GoldHealth.Judge([.. Enumerable.Repeat(Wrong("dog", 0.5), 20)], 0, new()).State);
        Assert.Equal(GoldState.Sound, GoldHealth.Judge([Wrong("dog", 0.95), Wrong("cow", 0.95), Wrong("hen", 0.95), Wrong("pig", 0.95)], 0, new()).State);
    }

    private static GoldAnswer Answer(bool isRight, bool isFast) => new("p", isRight ? "cat" : "dog", isRight, isFast, 0.5);
}
