using System.Text.Json;
using Cloison.Inference.Acceptance;

namespace Cloison.Tests.Inference.Acceptance;

public sealed class BatchAcceptanceTests
{
    private static readonly AcceptanceRules Rules = new(new(0.05));
    private static readonly LotItem[] Lot = [.. Enumerable.Range(0, 1_000).Select(i => new LotItem($"i{i:D4}", i < 600 ? "ann" : i < 990 ? "ben" : "cyd"))];

    [Fact]
    public void The_same_seed_draws_the_same_sample_whatever_the_order_of_the_batch()
    {
        var forwards = SampleDraw.Draw(Lot, 45, 7);
        var backwards = SampleDraw.Draw([.. Lot.Reverse()], 45, 7);

        Assert.Equal(forwards, backwards);
        Assert.NotEqual(forwards, SampleDraw.Draw(Lot, 45, 8));
        Assert.Equal(45, forwards.Distinct().Count());
    }

    [Fact]
    public void Strata_get_shares_in_proportion_and_at_least_one_each()
    {
        var drawn = SampleDraw.Draw(Lot, 50, 7).CountBy(i => i.Stratum).ToDictionary();

        Assert.Equal((30, 19, 1), (drawn["ann"], drawn["ben"], drawn["cyd"]));
        Assert.Equal(["ann", "ben"], SampleDraw.Draw(Lot, 2, 7).Select(i => i.Stratum));
    }

    [Fact]
    public void Every_item_of_a_stratum_is_drawn_as_often_as_another()
    {
        var counts = new Dictionary<string, int>();
        for (ulong seed = 0; seed < 2_000; seed++)
        {
            foreach (var item in SampleDraw.Draw([.. Lot.Take(10)], 3, seed))
            {
                counts[item.Id] = counts.GetValueOrDefault(item.Id) + 1;
            }
        }

        // 600 expected, standard deviation 20.
        Assert.All(counts.Values, n => Assert.InRange(n, 520, 680));
    }

    [Fact]
    public void A_batch_is_open_until_all_of_the_sample_is_inspected_and_refused_at_once_when_too_much_is_wrong()
    {
        var (plan, sample) = BatchAcceptance.Draw(Lot, Rules.Demand, 7);
        Assert.Equal(0, plan.AcceptanceNumber);
        Inspection[] right = [.. sample.Select(i => new Inspection(i.Id, ["box"], []))];

        Assert.Equal(AcceptanceVerdict.Open, BatchAcceptance.Judge(Lot, Rules, 7, right[1..]).Verdict);
        Assert.Equal(AcceptanceVerdict.Accepted, BatchAcceptance.Judge(Lot, Rules, 7, right).Verdict);
        Assert.Equal(AcceptanceVerdict.Refused, BatchAcceptance.Judge(Lot, Rules, 7, [right[0] with { Errors = [new("box")] }]).Verdict);
        Assert.Equal(AcceptanceVerdict.Accepted, BatchAcceptance.Judge(Lot, Rules, 7, [right[0] with { Errors = [new("box", 0.5)] }, .. right[1..]]).Verdict);
    }

    [Fact]
    public void The_report_states_every_kind_by_itself_and_survives_JSON()
    {
        var sample = BatchAcceptance.Draw(Lot, Rules.Demand, 7).Sample;
        Inspection[] found = [.. sample.Select((item, i) => new Inspection(
            item.Id, i % 2 == 0 ? ["box", "field:colour"] : ["box"], i == 0 ? [new("field:colour", 0.1)] : i == 1 ? [new("box", 0.5, "too wide")] : []))];

        var report = BatchAcceptance.Judge(Lot, Rules, 7, found);

        Assert.Equal(["box", "field:colour"], report.Kinds.Select(k => k.Kind));
        Assert.Equal((sample.Count, 1), (report.Kinds[0].Inspected, report.Kinds[0].Wrong));
        Assert.Equal(ErrorBound.Upper(null, sample.Count, 1, 0.95), report.Kinds[0].UpperRate);
        Assert.Equal(0.5 / sample.Count, report.Kinds[0].WeightedRate, 12);
        Assert.Equal(0.6 / sample.Count, report.WeightedRate, 12);
        Assert.Equal((0, 2), (report.Wrong, report.Errors.Count));
        Assert.InRange(report.UpperRate, 0.03, 0.07);
        Assert.InRange(report.RejectableChance, 0.08, 0.1);
        Assert.Equal(report.Kinds, JsonSerializer.Deserialize<AcceptanceReport>(JsonSerializer.Serialize(report))!.Kinds);
    }

    [Fact]
    public void An_empty_batch_is_accepted_without_inspection()
    {
        var report = BatchAcceptance.Judge([], Rules, 1, []);

        Assert.Equal((AcceptanceVerdict.Accepted, 0, 1.0), (report.Verdict, report.Plan.SampleSize, report.UpperRate));
    }
}
