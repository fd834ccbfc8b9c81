using Cloison.Inference.Probability;

namespace Cloison.Inference.Gold;

/// <summary>
/// Decides whether a person's next task is a gold one: drawn for each task by itself from the project's secret seed, the person and the number of the
/// task, so that nobody can count his way to it and asking twice gives the same. Spread evenly by chance, not by a fixed distance.
/// </summary>
/// <remarks>With at most m in a row and chance p otherwise, the share is r = (p + … + p^m) / (1 + p + … + p^m); p is solved from the wanted r.</remarks>
public static class GoldSchedule
{
    /// <param name="taskNumber">How many tasks he was given before, gold ones among them.</param>
    /// <param name="goldInRow">How many of the last ones were gold, without a break.</param>
    /// <param name="skillWidth">Width of the interval of his skill, 0 to 1.</param>
    public static bool IsGoldNext(ulong seed, string person, int taskNumber, int goldInRow, double skillWidth, GoldRate rate)
    {
        if (goldInRow >= rate.MaxInRow)
            return false;
        var stream = new SeededStream(SeededStream.Derive(seed, person) + (ulong)taskNumber);
        return stream.NextUnit() < ChanceFor(WantedShare(taskNumber, skillWidth, rate), rate.MaxInRow);
    }

    /// <summary>The share that this person has at present: the greatest of those that apply to him.</summary>
    public static double WantedShare(int taskNumber, double skillWidth, GoldRate rate)
    {
        var share = rate.Usual;
        if (skillWidth > rate.UncertainWidth)
            share = Math.Max(share, rate.Uncertain);
        return taskNumber < rate.NewcomerTasks ? Math.Max(share, rate.Newcomer) : share;
    }

    private static double ChanceFor(double share, int maxInRow)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 50; i++)
        {
            var p = (low + high) / 2;
            double sum = 0, power = 1;
            for (var n = 0; n < Math.Min(maxInRow, 200); n++)
            {
                power *= p;
                sum += power;
            }

            if (sum / (1 + sum) < share)
                low = p;
            else
                high = p;
        }

        return (low + high) / 2;
    }
}
