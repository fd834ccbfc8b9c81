using Cloison.Inference.Answers;

namespace Cloison.Inference.Agreement;

/// <summary>Numbers of every annotator for every task.</summary>
internal sealed class CompleteMatrix
{
    private readonly double[] _values;

    private CompleteMatrix(double[] values, int annotators) => (_values, Annotators) = (values, annotators);

    public int Annotators { get; }

    public double this[int task, int annotator] => _values[task * Annotators + annotator];

    /// <summary>Null where an answer is missing, not finite, or given twice.</summary>
    public static CompleteMatrix? Of(AnswerTable<double> table)
    {
        int n = table.Tasks.Count, k = table.AnnotatorNames.Count;
        if (n == 0 || k < 2 || table.Count != n * k)
            return null;
        var values = new double[n * k];
        Array.Fill(values, double.NaN);
        for (var t = 0; t < n; t++)
        {
            var who = table.AnnotatorsOf(t);
            var what = table.AnswersTo(t);
            for (var i = 0; i < who.Length; i++)
                values[t * k + who[i]] = what[i];
        }

        return Array.TrueForAll(values, double.IsFinite) ? new(values, k) : null;
    }
}
