using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Inference.Agreement;

/// <summary>Of crowd-kit and an independent program, on the same files.</summary>
public sealed class PublishedFigureTests
{
    [Theory]
    [InlineData("product", 0.157473, 0.15744)]
    [InlineData("s_rel", 0.089653, null)]
    [InlineData("s_adult", 0.316386, null)]
    [InlineData("bluebird", 0.125501, 0.125293)]
    [InlineData("dog", 0.519418, 0.519358)]
    [InlineData("rte", 0.241479, 0.241384)]
    [InlineData("cf", 0.576837, null)]
    [InlineData("cf_amt", 0.520895, null)]
    [InlineData("sp", 0.427629, null)]
    [InlineData("sp_amt", 0.737688, 0.737662)]
    [InlineData("labelme", 0.677357, null)]
    [InlineData("med_cause", 0.363764, null)]
    [InlineData("isbook", 0.866484, null)]
    [InlineData("n_emotion_open", 0.132362, 0.132189)]
    [InlineData("pandalm_pref", 0.864221, 0.864175)]
    public void Alpha_and_Fleiss_are_the_reference_to_six_digits(string set, double alpha, double? fleiss)
    {
        var votes = new CrowdFolder(Repository.Shared($"data/crowd/{set}")).Votes(RepeatedVotes.KeepFirst);
        var (table, categories) = (CategoricalAnswers.Of(votes), votes.LabelNames.Count);

        Assert.Equal(alpha, Tables.Value(KrippendorffAlpha.Nominal(table, categories), table), 6);
        if (fleiss is { } expected)
            Assert.Equal(expected, Tables.Value(PooledKappa.Fleiss(table, categories), table), 6);
    }

    [Theory]
    [InlineData("s_adult", 0.432335, null)]
    [InlineData("cf", 0.541323, null)]
    [InlineData("cf_amt", 0.494323, null)]
    [InlineData("n_emotion_open", 0.352272, 0.340724)]
    public void Ordinal_and_interval_alpha_are_the_reference_to_six_digits(string set, double ordinal, double? interval)
    {
        var folder = new CrowdFolder(Repository.Shared($"data/crowd/{set}"));
        if (interval is { } expected)
        {
            var numbers = folder.Numbers(RepeatedVotes.KeepFirst);
            Assert.Equal(expected, Tables.Value(KrippendorffAlpha.Interval(numbers), numbers), 6);
            // The reference takes the texts 00, 0 and -0 for three ranks in that order; they are one number, and then alpha is 0.353845.
            var asTexts = folder.Answers(row => row[2] switch { "00" => -2e-9, "0" => -1e-9, _ => CrowdFolder.Number(row[2]) }, RepeatedVotes.KeepFirst);
            Assert.Equal(ordinal, Tables.Value(KrippendorffAlpha.Ordinal(asTexts), asTexts), 6);
            Assert.Equal(0.353845, Tables.Value(KrippendorffAlpha.Ordinal(numbers), numbers), 6);
            return;
        }

        var votes = folder.Votes(RepeatedVotes.KeepFirst);
        var table = CategoricalAnswers.Of(votes);
        Assert.Equal(ordinal, Tables.Value(KrippendorffAlpha.Ordinal(table, votes.LabelNames.Count), table), 6);
    }
}
