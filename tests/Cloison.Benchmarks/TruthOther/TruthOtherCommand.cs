using System.CommandLine;
using System.Diagnostics;
using Cloison.Benchmarks.TruthOther.Data;
using Cloison.Domain.Annotations;
using Cloison.Inference.Agreement;
using Cloison.Inference.Answers;
using Cloison.Inference.Masks;
using Cloison.Inference.Numeric;
using Cloison.Inference.Pairwise;
using Cloison.Inference.Regions;
using Cloison.Inference.Spans;
using Cloison.Inference.Text;
using Cloison.Inference.Votes;

namespace Cloison.Benchmarks.TruthOther;

/// <summary><c>truth-other</c>: every method for answers that are not categories, beside the figure of crowd-kit or of the baseline on the same file.</summary>
internal static class TruthOtherCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The folder of published crowd answers, a folder a data set.", Required = true };
        var command = new Command("truth-other", "Numbers, comparisons, texts, spans, boxes, masks and agreement on published answers.") { data };
        command.SetAction(parsed => Run(parsed.GetValue(data)!));
        return command;
    }

    private static void Run(string data)
    {
        Console.WriteLine("| data | method | figure | ours | reference | ms |\n| --- | --- | --- | --- | --- | --- |");
        Numbers(Path.Combine(data, "n_emotion_open"));
        Comparisons(data, "pw_valence", 0.7512, 0.7796);
        Comparisons(data, "pw_surprise", 0.5378, 0.5372);
        Texts(data, "speech_dev_other", 0.1358, 0.1346);
        Texts(data, "speech_test_clean", 0.0747, 0.0725);
        Texts(data, "wsa_j1", 0.6212, 0.6068);
        Texts(data, "wsa_t1", 0.5213, 0.5041);
        Tags(Path.Combine(data, "ner_a"));
        Boxes(Path.Combine(data, "boxes_a"));
        Masks(Path.Combine(data, "seg_a"));
        foreach (var (set, alpha) in new[] { ("product", 0.157473), ("s_rel", 0.089653), ("s_adult", 0.316386), ("rte", 0.241479), ("sp_amt", 0.737688) })
        {
            var votes = new CrowdFolder(Path.Combine(data, set)).Votes(RepeatedVotes.KeepFirst);
            var table = CategoricalAnswers.Of(votes);
            Row(set, "alpha, nominal, 1,000 resamples", "alpha", alpha, () => TaskBootstrap.Measure(KrippendorffAlpha.Nominal(table, votes.LabelNames.Count), table.Tasks.Count, AgreementOptions.Default),
                f => f.Value, digits: 6);
        }
    }

    private static void Numbers(string path)
    {
        var folder = new CrowdFolder(path);
        var (table, gold) = (folder.Numbers(), folder.Gold());
        double Error(NumericResult r) => r.Values.Select((x, t) => Math.Abs(x - CrowdFolder.Number(gold[table.Tasks[t]]))).Average();
        Row("n_emotion_open", "mean", "MAE", 12.96, () => SimpleAverage.Mean(table), Error);
        Row("n_emotion_open", "median", "MAE", 15.12, () => SimpleAverage.Median(table), Error);
        Row("n_emotion_open", "CRH", "MAE", null, () => Crh.Fit(table), Error);
        Row("n_emotion_open", "precision-weighted", "MAE", null, () => PrecisionWeighted.Fit(table), Error);
        Row("n_emotion_open", "CATD", "MAE", null, () => Catd.Fit(table), Error);
    }

    private static void Comparisons(string data, string set, double plain, double noisy)
    {
        var folder = new CrowdFolder(Path.Combine(data, set));
        var (table, gold) = (new ComparisonTable(), folder.Gold());
        foreach (var row in folder.Rows("labels.csv"))
            table.AddWin(row[0], row[3], row[3] == row[1] ? row[2] : row[1]);
        var truth = table.Items.Select(i => CrowdFolder.Number(gold[i])).ToArray();
        double Rank(PairwiseResult r) => Correlation.Spearman([.. r.Scores], truth);
        Row(set, "Bradley-Terry", "Spearman", plain, () => BradleyTerry.Fit(table), Rank);
        Row(set, "noisy Bradley-Terry", "Spearman", noisy, () => NoisyBradleyTerry.Fit(table), Rank);
        Row(set, "Elo", "Spearman", null, () => Elo.Fit(table), Rank);
    }

    private static void Texts(string data, string set, double medoid, double rover)
    {
        var folder = new CrowdFolder(Path.Combine(data, set));
        var (table, gold) = (folder.Answers(row => WordErrors.Normalise(row[2])), folder.Gold());
        double Rate(TextResult r) => r.Texts.Select((x, t) => WordErrors.Count(x, WordErrors.Normalise(gold[table.Tasks[t]]))).Average(e => (double)e.Errors / e.Words);
        Row(set, "medoid by characters", "WER", medoid, () => ReliableText.Medoid(table, TextDistance.Characters), Rate);
        Row(set, "reliable medoid by words", "WER", null, () => ReliableText.Fit(table), Rate);
        Row(set, "ROVER, one round", "WER", rover, () => Rover.Fit(table, rounds: 1), Rate);
        Row(set, "ROVER, weighted (default)", "WER", rover, () => Rover.Fit(table), Rate);
    }

    private static void Tags(string path)
    {
        var folder = new TagFolder(path);
        var spans = folder.Table.Answers.Select(x => BioScheme.Spans([.. x.Select(i => folder.Names[i])]));
        Row("ner_a", "exact spans, half", "F1", null, () => SpanVote.Fit(spans), r => folder.Score([.. r.Select(l => (IReadOnlyList<(int, int, string)>)[.. l.Select(x => (x.Start, x.End, x.Class))])]).F1);
        Row("ner_a", "token Dawid-Skene", "F1", 0.7858, () => TagCrowd.Tokens(folder.Table), r => folder.Score(r.Tags).F1);
        Row("ner_a", "sequences", "F1", 0.7858, () => TagCrowd.Sequences(folder.Table), r => folder.Score(r.Tags).F1);
    }

    private static void Boxes(string path)
    {
        var folder = new BoxFolder(path);
        foreach (var (threshold, reference) in new[] { (0.5, 0.9215), (0.7, 0.822) })
            Row("boxes_a", "groups and existence", $"F1 at {threshold}", reference, () => RegionCrowd.Fit(folder.Table),
                r => folder.Score([.. r.Regions.Select(t => (IReadOnlyList<Region>)[.. t.Select(x => new Region("r", x.Class, x.Shape))])], threshold).F1);
    }

    private static void Masks(string path)
    {
        var folder = new MaskFolder(path);
        Row("seg_a", "pixel vote", "IoU", 0.7726, () => PixelVote.Fit(folder.Table), r => folder.Score(r.Masks).Mean);
        Row("seg_a", "STAPLE", "IoU", 0.7739, () => Staple.Fit(folder.Table), r => folder.Score(r.Masks).Mean);
    }

    private static void Row<T>(string set, string method, string figure, double? reference, Func<T> fit, Func<T, double> score, int digits = 4)
    {
        // Compiled, then measured.
        fit();
        var watch = Stopwatch.StartNew();
        var result = fit();
        var ms = watch.Elapsed.TotalMilliseconds;
        Console.WriteLine($"| {set} | {method} | {figure} | {score(result).ToString($"F{digits}")} | {reference?.ToString($"F{digits}") ?? "-"} | {ms:F0} |");
    }
}
