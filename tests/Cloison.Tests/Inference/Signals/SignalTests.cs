using Cloison.Inference.Probability;
using Cloison.Inference.Signals;
using Cloison.Inference.Votes;

namespace Cloison.Tests.Inference.Signals;

/// <summary>Each test names honest people no more often than it says, by simulation, and finds most of those it is for.</summary>
public sealed class SignalTests
{
    [Theory]
    [InlineData(15)]
    [InlineData(100)]
    public void Honest_people_are_called_too_fast_no_more_often_than_stated(int people)
    {
        var stream = new SeededStream(1);
        int named = 0, found = 0, crowds = 30_000 / people;
        for (var crowd = 0; crowd < crowds; crowd++)
        {
            var times = new List<PersonTimes>();
            for (var w = 0; w < people; w++)
            {
                times.Add(Times($"p{w}", 3 + 0.4 * Normal(ref stream), 5 + stream.NextBelow(40), ref stream));
            }

            named += TooFast.Find(times, falseAlarm: 0.01).Count;
            times.Add(Times("bot", 0, 30, ref stream));
            found += TooFast.Find(times, falseAlarm: 0.01).Any(s => s.People[0] == "bot") ? 1 : 0;
        }

        Assert.InRange(named / (double)(crowds * people), 0, 0.01);
        Assert.InRange(found / (double)crowds, 0.95, 1);

        static PersonTimes Times(string person, double mean, int count, ref SeededStream stream)
        {
            var seconds = new double[count];
            for (var i = 0; i < count; i++)
            {
                seconds[i] = Math.Exp(mean + 0.6 * Normal(ref stream));
            }

            return new PersonTimes(person, seconds);
        }
    }

    [Fact]
    public void Honest_people_are_called_constant_no_more_often_than_stated()
    {
        var stream = new SeededStream(2);
        int named = 0, found = 0;
        for (var person = 0; person < 4_000; person++)
        {
            var chances = new double[40 * 3];
            var labels = new int[40];
            for (var i = 0; i < labels.Length; i++)
            {
                // The first label is the usual one.
                var truth = stream.NextUnit() < 0.6 ? 0 : 1 + stream.NextBelow(2);
                for (var l = 0; l < 3; l++)
                {
                    chances[i * 3 + l] = l == truth ? 0.8 : 0.1;
                }

                var u = stream.NextUnit();
                labels[i] = u < 0.8 ? truth : u < 0.9 ? (truth + 1) % 3 : (truth + 2) % 3;
            }

            named += ConstantAnswer.Test("p", labels, chances, 0.05) is null ? 0 : 1;
            found += ConstantAnswer.Test("p", new int[40], chances, 0.05) is null ? 0 : 1;
        }

        Assert.InRange(named, 0, 200);
        Assert.InRange(found, 3_900, 4_000);
    }

    [Fact]
    public void Honest_orders_are_called_patterns_no_more_often_than_stated()
    {
        var stream = new SeededStream(3);
        int named = 0, found = 0;
        for (var person = 0; person < 1_500; person++)
        {
            var labels = new int[40];
            for (var i = 0; i < labels.Length; i++)
            {
                labels[i] = stream.NextUnit() < 0.5 ? 0 : 1 + stream.NextBelow(2);
            }

            named += AnswerOrder.Test("p", labels, stream.Next(), 0.05, shuffles: 199).Count > 0 ? 1 : 0;
            if (person >= 200)
                continue;
            // 0 1 2 0 1 2 …, but every fifth is an answer of its own.
            for (var i = 0; i < labels.Length; i++)
            {
                labels[i] = stream.NextUnit() < 0.8 ? i % 3 : stream.NextBelow(3);
            }

            found += AnswerOrder.Test("p", labels, stream.Next(), 0.05, shuffles: 199).Any(s => s.Kind == SignalKind.Periodic) ? 1 : 0;
        }

        // 75 expected at most, standard deviation 8.
        Assert.InRange(named, 0, 90);
        Assert.InRange(found, 180, 200);
    }

    [Fact]
    public void Blocks_of_equal_answers_are_straight_lining_and_a_single_answer_is_not()
    {
        int[] blocks = [.. Enumerable.Repeat(0, 15), .. Enumerable.Repeat(1, 15), .. Enumerable.Repeat(2, 15)];

        var signal = Assert.Single(AnswerOrder.Test("p", blocks, 1), s => s.Kind == SignalKind.StraightLining);
        Assert.Equal(15, signal.Value);
        Assert.True(signal.Expected < 6);
        Assert.Empty(AnswerOrder.Test("p", new int[30], 1));
        Assert.Empty(AnswerOrder.Test("p", [1], 1));
    }

    [Fact]
    public void A_crowd_of_honest_people_has_a_colluding_pair_no_more_often_than_stated()
    {
        int named = 0, found = 0, falsely = 0;
        for (ulong seed = 1; seed <= 60; seed++)
        {
            // Honest people are wrong alike where tasks are hard.
            named += Collusion.Find(Crowd(seed, copiedShare: 0), 0.05).Count > 0 ? 1 : 0;
            var signals = Collusion.Find(Crowd(seed, copiedShare: 0.6), 0.05);
            found += signals.Any(s => s.People.Order().SequenceEqual(["p0", "p1"])) ? 1 : 0;
            falsely += signals.Any(s => !s.People.Order().SequenceEqual(["p0", "p1"])) ? 1 : 0;
        }

        Assert.InRange(named, 0, 3);
        Assert.InRange(falsely, 0, 6);
        Assert.InRange(found, 45, 60);
    }

    [Fact]
    public void Copied_texts_are_found_and_transcriptions_that_must_be_alike_are_not()
    {
        var stream = new SeededStream(5);
        var free = new List<TaskText>();
        var transcribed = new List<TaskText>();
        for (var t = 0; t < 12; t++)
        {
            var spoken = Sentence(ref stream);
            for (var w = 0; w < 5; w++)
            {
                free.Add(new TaskText($"t{t}", $"p{w}", w == 1 ? free[^1].Text.ToUpperInvariant() + "." : Sentence(ref stream)));
                transcribed.Add(new TaskText($"t{t}", $"p{w}", stream.NextUnit() < 0.7 ? spoken : Sentence(ref stream)));
            }
        }

        var signal = Assert.Single(CopiedText.Find(free));
        Assert.Equal(["p0", "p1"], signal.People);
        Assert.Equal(12, signal.Value);
        Assert.Empty(CopiedText.Find(transcribed));
        Assert.Empty(CopiedText.Find([]));
    }

    [Fact]
    public void Honest_writers_are_paired_no_more_often_than_stated()
    {
        var stream = new SeededStream(6);
        var named = 0;
        for (var crowd = 0; crowd < 100; crowd++)
        {
            var texts = new List<TaskText>();
            for (var t = 0; t < 8; t++)
            {
                string[] usual = [Sentence(ref stream), Sentence(ref stream), Sentence(ref stream)];
                for (var w = 0; w < 6; w++)
                {
                    texts.Add(new TaskText($"t{t}", $"p{w}", stream.NextUnit() < 0.5 ? usual[stream.NextBelow(3)] : Sentence(ref stream)));
                }
            }

            named += CopiedText.Find(texts, 0.1).Count > 0 ? 1 : 0;
        }

        Assert.InRange(named, 0, 10);
    }

    [Fact]
    public void The_procedures_of_false_discovery_choose_as_published()
    {
        // Benjamini and Hochberg (1995), section 4.1: 15 p-values, q = 0.05: the four smallest.
        double[] published = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];
        Assert.Equal(0.0095, FalseDiscovery.Threshold(published, 0.05));
        Assert.True(FalseDiscovery.Threshold([0.5, 0.9], 0.05) < 0);

        // 3 e-values: 60 ≥ 3 / 0.05, and both 35 ≥ 3 / (2 · 0.05).
        Assert.Equal(Math.Log(35), FalseDiscovery.ThresholdOfLogE([Math.Log(60), Math.Log(35), 0], 0.05));
        Assert.Equal(double.PositiveInfinity, FalseDiscovery.ThresholdOfLogE([Math.Log(50), 0, 0], 0.05));
    }

    private static VoteTable Crowd(ulong seed, double copiedShare)
    {
        var stream = new SeededStream(seed);
        var builder = new VoteTableBuilder();
        for (var t = 0; t < 60; t++)
        {
            var truth = stream.NextBelow(3);
            var isHard = stream.NextUnit() < 0.2;
            var decoy = (truth + 1 + stream.NextBelow(2)) % 3;
            var first = 0;
            for (var w = 0; w < 12; w++)
            {
                var skill = isHard ? 0.35 : 0.65 + 0.025 * w;
                var label = stream.NextUnit() < skill ? truth : isHard && stream.NextUnit() < 0.6 ? decoy : stream.NextBelow(3);
                if (w == 0)
                    first = label;
                if (w == 1 && stream.NextUnit() < copiedShare)
                    label = first;
                builder.Add($"t{t}", $"p{w}", $"l{label}");
            }
        }

        return builder.Build();
    }

    private static string Sentence(ref SeededStream stream)
    {
        string[] words = ["house", "river", "green", "walks", "under", "seven", "clouds", "people", "singing", "table", "winter", "market", "quiet", "letters", "bridge", "yellow"];
        var chosen = new string[8];
        for (var i = 0; i < chosen.Length; i++)
        {
            chosen[i] = words[stream.NextBelow(words.Length)];
        }

        return string.Join(' ', chosen);
    }

    // Box and Muller.
    private static double Normal(ref SeededStream stream) =>
        Math.Sqrt(-2 * Math.Log(1 - stream.NextUnit())) * Math.Cos(2 * Math.PI * stream.NextUnit());
}
