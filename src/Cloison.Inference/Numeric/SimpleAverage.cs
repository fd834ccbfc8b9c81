using Cloison.Inference.Answers;
using Cloison.Inference.Consensus;
using Cloison.Inference.Fitting;

namespace Cloison.Inference.Numeric;

/// <summary>Every annotator counts the same. Numbers that are not finite count as not given.</summary>
public static class SimpleAverage
{
    public static NumericResult Mean(AnswerTable<double> table) => Each(table, numbers =>
    {
        double mean = 0;
        // By steps, so that two huge numbers do not overflow.
        for (var i = 0; i < numbers.Length; i++)
            mean += (numbers[i] - mean) / (i + 1);
        return mean;
    });

    public static NumericResult Median(AnswerTable<double> table) => Each(table, numbers =>
    {
        Array.Sort(numbers);
        return Statistics.Median(numbers);
    });

    private static NumericResult Each(AnswerTable<double> table, Func<double[], double> average)
    {
        var values = new double[table.Tasks.Count];
        for (var t = 0; t < values.Length; t++)
        {
            var finite = Array.FindAll(table.AnswersTo(t).ToArray(), double.IsFinite);
            values[t] = finite.Length == 0 ? double.NaN : average(finite);
        }

        return new(values, null, null, Convergence.Immediate);
    }
}
