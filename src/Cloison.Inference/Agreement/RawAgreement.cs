// The share of pairs of answers to the same task that are equal (or the mean of their weights), averaged over the tasks with two answers or more:
// p_a of Gwet, K. L. (2008). British Journal of Mathematical and Statistical Psychology 61(1), eq. 2. doi:10.1348/000711006X126600
using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Observed agreement, not corrected for chance.</summary>
public static class RawAgreement
{
    public static AgreementOf Over(AnswerTable<int> table, int categories, CategoryWeights weights = CategoryWeights.Identity)
    {
        var ofTask = OfTasks(new CategoryCounts(table, categories), weights);
        return times => Mean(ofTask, times);
    }

    /// <summary>For each task the agreement of its pairs; NaN with fewer than two answers.</summary>
    internal static double[] OfTasks(CategoryCounts counts, CategoryWeights weights)
    {
        var ofTask = new double[counts.Tasks];
        for (var t = 0; t < ofTask.Length; t++)
        {
            double m = counts.Total(t), agreeing = 0;
            var found = counts.CategoriesOf(t);
            var n = counts.CountsOf(t);
            for (var i = 0; i < found.Length; i++)
                if (weights == CategoryWeights.Identity)
                    agreeing += n[i] * (n[i] - 1.0);
                else
                    for (var j = 0; j < found.Length; j++)
                        agreeing += n[i] * (n[j] - (i == j ? 1.0 : 0)) * weights.Between(found[i], found[j], counts.Categories);
            ofTask[t] = m < 2 ? double.NaN : agreeing / (m * (m - 1));
        }

        return ofTask;
    }

    internal static double Mean(double[] ofTask, ReadOnlySpan<int> times)
    {
        double sum = 0, n = 0;
        for (var t = 0; t < ofTask.Length; t++)
            if (times[t] > 0 && !double.IsNaN(ofTask[t]))
            {
                sum += times[t] * ofTask[t];
                n += times[t];
            }

        return n > 0 ? sum / n : double.NaN;
    }
}
