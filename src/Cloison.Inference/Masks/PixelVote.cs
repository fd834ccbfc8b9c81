using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;

namespace Cloison.Inference.Masks;

/// <summary>A pixel is foreground when at least half of the task's annotators say so.</summary>
public static class PixelVote
{
    /// <exception cref="ArgumentException">Masks of one task differ in size.</exception>
    public static MaskResult Fit(AnswerTable<RunMask> table, double share = 0.5)
    {
        var masks = new RunMask?[table.Tasks.Count];
        var probabilities = new float[]?[table.Tasks.Count];
        for (var t = 0; t < masks.Length; t++)
            if (Shares(table, t) is { } shares)
            {
                probabilities[t] = shares;
                masks[t] = Above(table.AnswersTo(t)[0], shares, share - 1e-6);
            }

        return new(masks, probabilities, null, null, Convergence.Immediate);
    }

    internal static float[]? Shares(AnswerTable<RunMask> table, int task)
    {
        var answers = table.AnswersTo(task);
        if (answers.IsEmpty)
            return null;
        var shares = new float[(long)answers[0].Width * answers[0].Height];
        foreach (var mask in answers)
        {
            if (mask.Width != answers[0].Width || mask.Height != answers[0].Height)
                throw new ArgumentException($"The masks of {table.Tasks[task]} differ in size.", nameof(table));
            var runs = mask.Runs;
            for (var r = 0; r < runs.Length; r += 2)
                foreach (ref var pixel in shares.AsSpan(runs[r], runs[r + 1]))
                    pixel++;
        }

        foreach (ref var pixel in shares.AsSpan())
            pixel /= answers.Length;
        return shares;
    }

    internal static RunMask Above(RunMask like, float[] values, double threshold)
    {
        var isForeground = new bool[values.Length];
        for (var i = 0; i < values.Length; i++)
            isForeground[i] = values[i] > threshold;
        return RunMask.OfPixels(like.Width, like.Height, isForeground);
    }
}
