using System.Text.Json;
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;
using Cloison.Inference.Masks;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>One mask a task. Its confidence is the overlap (IoU) with the right one that its pixels' probabilities let expect.</summary>
internal sealed class MaskAggregation : AggregatedAnswers<RunMask>
{
    // What STAPLE can tell apart in one task.
    private const int MaxAnswers = 62;

    // A pixel's probability, its pattern of answers, and the answers while those are found.
    private const double BytesOfPixel = 8, BytesOfPixelWithin = 20;

    private readonly MaskResult fit;

    private MaskAggregation(AnswerTable<RunMask> table, MaskResult fit)
        : base(table) => this.fit = fit;

    public override Convergence Convergence => fit.Convergence;

    /// <exception cref="InvalidDataException">The masks are too many or too large.</exception>
    public static MaskAggregation Fit(AnswerFile.Masks file, string method)
    {
        var crowded = Enumerable.Range(0, file.Table.Tasks.Count).FirstOrDefault(t => file.Table.AnswersTo(t).Length > MaxAnswers, -1);
        if (method == "staple" && crowded >= 0)
            throw new InvalidDataException($"{file.Table.Tasks[crowded]} has over {MaxAnswers} masks; --method vote takes them.");
        CheckMemory(file.Table);
        var isVote = method == "vote" || crowded >= 0;
        var made = new MaskAggregation(file.Table, isVote ? PixelVote.Fit(file.Table) : Staple.Fit(file.Table)) { Method = isVote ? "vote" : "staple" };
        if (isVote && method != "vote")
            made.Notes.Add($"{file.Table.Tasks[crowded]} has over {MaxAnswers} masks: decided by vote.");
        return made;
    }

    public override IEnumerable<Figure> SkillOf(int annotator) => fit.Sensitivity is null ? []
        : [new("sensitivity", fit.Sensitivity[annotator]), new("specificity", fit.Specificity![annotator])];

    public override GoldMeasure Against(AnswerFile gold)
    {
        var known = Known((gold as AnswerFile.Masks)?.Table);
        if (known.FirstOrDefault(k => (k.Truth.Width, k.Truth.Height) != (fit.Masks[k.Task]!.Width, fit.Masks[k.Task]!.Height)) is { Truth: not null } other)
            throw new InvalidDataException($"The gold mask of {Table.Tasks[other.Task]} has another size than its answers.");
        return new(known.Count,
        [
            new("meanIou", known.Average(k => fit.Masks[k.Task]!.IntersectionOverUnion(k.Truth))),
            new("dice", known.Average(k => fit.Masks[k.Task]!.Dice(k.Truth))),
        ]);
    }

    protected override void WriteResult(Utf8JsonWriter json, int task)
    {
        MaskParts.Write(json, "mask", fit.Masks[task]!);
        json.WriteFigure("confidence", ExpectedOverlap(fit.Masks[task]!, fit.Probabilities[task]!));
    }

    // Foreground that is right as a share of what is foreground in either, both in expectation.
    private static double ExpectedOverlap(RunMask mask, float[] probabilities)
    {
        double all = 0, inside = 0;
        foreach (var p in probabilities)
            all += p;
        for (var r = 0; r < mask.Runs.Length; r += 2)
            foreach (var p in probabilities.AsSpan(mask.Runs[r], mask.Runs[r + 1]))
                inside += p;
        var either = mask.Area + all - inside;
        return either > 0 ? inside / either : 1;
    }

    private static void CheckMemory(AnswerTable<RunMask> table)
    {
        double all = 0, largest = 0;
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var pixels = (double)table.AnswersTo(t)[0].Width * table.AnswersTo(t)[0].Height;
            (all, largest) = (all + pixels, Math.Max(largest, pixels));
        }

        double needed = all * BytesOfPixel + largest * BytesOfPixelWithin, there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > 0.8 * there)
            throw new InvalidDataException(
                $"The masks have {all / 1e6:N0} million pixels, for which {needed / 1e9:N1} GB are needed; this machine has {there / 1e9:N1} GB. Crop them, or take fewer tasks at a time.");
    }
}
