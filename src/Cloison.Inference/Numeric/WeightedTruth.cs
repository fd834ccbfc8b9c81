using Cloison.Inference.Answers;

namespace Cloison.Inference.Numeric;

/// <summary>The two steps that truth discovery methods share: weights from errors, values from weights.</summary>
internal static class WeightedTruth
{
    /// <param name="weigh">Writes the weight of each annotator from his summed error and the number of his answers.</param>
    /// <param name="isScaledByTask">Whether errors are divided by the standard deviation of the task's numbers.</param>
    public static NumericResult Alternate(
        AnswerTable<double> table, int maxIterations, double tolerance, Action<double[], int[], double[]> weigh, bool isScaledByTask = false)
    {
        table = table.Where((_, x) => double.IsFinite(x));
        int tasks = table.Tasks.Count, people = table.AnnotatorNames.Count;
        var values = SimpleAverage.Mean(table).Values.ToArray();
        var scale = new double[tasks];
        for (var t = 0; t < tasks; t++)
        {
            double squares = 0;
            foreach (var x in table.AnswersTo(t))
                squares += (x - values[t]) * (x - values[t]);
            var deviation = Math.Sqrt(squares / table.AnswersTo(t).Length);
            scale[t] = isScaledByTask && deviation > 0 ? deviation : 1;
        }

        var answered = new int[people];
        foreach (var j in table.Annotators)
            answered[j]++;
        var errors = new double[people];
        var weights = new double[people];
        var history = new List<double>();
        var isConverged = table.Count == 0;
        while (history.Count < maxIterations && !isConverged)
        {
            Array.Clear(errors);
            double most = 0;
            for (var t = 0; t < tasks; t++)
            {
                var x = table.AnswersTo(t);
                var who = table.AnnotatorsOf(t);
                for (var i = 0; i < x.Length; i++)
                {
                    errors[who[i]] += (x[i] - values[t]) * (x[i] - values[t]) / scale[t];
                    most = Math.Max(most, Math.Abs(x[i]));
                }
            }

            // Nobody is without error: one would take all the weight.
            for (var j = 0; j < people; j++)
                errors[j] = Math.Max(errors[j], Math.Max(1e-12, 1e-9 * most * most));
            weigh(errors, answered, weights);
            double change = 0, loss = 0;
            for (var t = 0; t < tasks; t++)
            {
                var x = table.AnswersTo(t);
                var who = table.AnnotatorsOf(t);
                double sum = 0, total = 0;
                for (var i = 0; i < x.Length; i++)
                {
                    sum += weights[who[i]] * x[i];
                    total += weights[who[i]];
                }

                if (x.Length == 0)
                    continue;
                change = Math.Max(change, Math.Abs(sum / total - values[t]));
                values[t] = sum / total;
                for (var i = 0; i < x.Length; i++)
                    loss += weights[who[i]] * (x[i] - values[t]) * (x[i] - values[t]) / scale[t];
            }

            history.Add(-loss);
            isConverged = change <= tolerance * Math.Max(1e-300, most);
        }

        return new(values, null, Array.ConvertAll(Enumerable.Range(0, people).ToArray(), j => answered[j] > 0 ? weights[j] : double.NaN), new(history.Count, isConverged, history));
    }
}
