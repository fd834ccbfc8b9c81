using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Kos;

/// <summary>
/// Belief-propagation-like inference for two classes: D. R. Karger, S. Oh, D. Shah, "Budget-Optimal Task Allocation for Reliable Crowdsourcing Systems",
/// Operations Research 62(1), 2014, doi:10.1287/opre.2013.1235, algorithm 1.
/// </summary>
/// <remarks>
/// Symbols: <c>A_ij</c> = ±1, answer of annotator j to task i; messages <c>x_i→j = Σ_{j'≠j} A_ij' y_j'→i</c> and <c>y_j→i = Σ_{i'≠i} A_i'j x_i'→j</c>; decision <c>sign Σ_j A_ij y_j→i</c>.
/// The paper proves it for tasks and annotators of equal degrees, started at random. Here, because real votes are not so:
/// (1) y begins at 1, the mean of the paper's start: deterministic, and on the side of the majority;
/// (2) y is divided by the number of its terms, so that the few who did most tasks do not outgrow all others (with the paper's sum they decide alone: half of RTE came out wrong);
/// an annotator with no other task that somebody else answered keeps what he began with: there is nothing to judge him by;
/// (3) messages are scaled to a mean square of 1 each round, and the whole is turned round if most annotators came out worse than chance.
/// The confidence is that of the sum on a logistic scale on which a typical single vote counts for its agreement; it is no probability of a model.
/// </remarks>
public static class KosModel
{
    private const int MaxIterations = 20;
    private const double Tolerance = 1e-6;

    /// <summary>Runs the messages.</summary>
    /// <exception cref="CategoricalException">There are not two classes.</exception>
    public static CategoricalResult Fit(VoteTable votes)
    {
        if (votes.ClassCount != 2)
        {
            throw new CategoricalException($"KOS is for two classes, and these votes have {votes.ClassCount}.");
        }

        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var starts = votes.TaskStarts;
        var sign = new double[votes.Count];
        // Votes on tasks that have others, which alone say something about the annotator.
        var (degree, isShared) = (new int[votes.AnnotatorCount], new bool[votes.Count]);
        for (var t = 0; t < votes.TaskCount; t++)
        {
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                sign[v] = labels[v] == 1 ? 1 : -1;
                isShared[v] = starts[t + 1] - starts[t] > 1;
                degree[annotators[v]] += isShared[v] ? 1 : 0;
            }
        }

        var (x, y) = (new double[votes.Count], new double[votes.Count]);
        Array.Fill(y, 1);
        var round = 0;
        var change = votes.Count == 0 ? 0 : double.PositiveInfinity;
        while (round < MaxIterations && change > Tolerance)
        {
            round++;
            ToAnnotators(votes, sign, y, x);
            change = ToTasks(votes, sign, degree, isShared, x, y);
        }

        return new("kos", votes, Decide(votes, sign, y)) { Iterations = round, Converged = change <= Tolerance };
    }

    private static void ToAnnotators(VoteTable votes, double[] sign, double[] y, double[] x)
    {
        var starts = votes.TaskStarts;
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var sum = 0.0;
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                sum += sign[v] * y[v];
            }

            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                x[v] = sum - (sign[v] * y[v]);
            }
        }
    }

    // Gives the mean square of the change.
    private static double ToTasks(VoteTable votes, double[] sign, int[] degree, bool[] isShared, double[] x, double[] y)
    {
        var annotators = votes.Annotators;
        var sums = new double[degree.Length];
        for (var v = 0; v < x.Length; v++)
        {
            sums[annotators[v]] += sign[v] * x[v];
        }

        var square = 0.0;
        var next = new double[y.Length];
        for (var v = 0; v < y.Length; v++)
        {
            var others = degree[annotators[v]] - (isShared[v] ? 1 : 0);
            next[v] = others == 0 ? double.NaN : (sums[annotators[v]] - (sign[v] * x[v])) / others;
            square += others == 0 ? 0 : next[v] * next[v];
        }

        var scale = square > 0 ? Math.Sqrt(y.Length / square) : 1;
        var positive = 0.0;
        for (var v = 0; v < y.Length; v++)
        {
            positive += double.IsNaN(next[v]) ? 0 : next[v];
        }

        scale = positive < 0 ? -scale : scale;
        var change = 0.0;
        for (var v = 0; v < y.Length; v++)
        {
            var to = double.IsNaN(next[v]) ? y[v] : next[v] * scale;
            change += (to - y[v]) * (to - y[v]);
            y[v] = to;
        }

        return change / y.Length;
    }

    private static double[] Decide(VoteTable votes, double[] sign, double[] y)
    {
        var starts = votes.TaskStarts;
        var posteriors = Cells.New(votes);
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var sum = 0.0;
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                sum += sign[v] * y[v];
            }

            posteriors[(2 * t) + 1] = 1 / (1 + Math.Exp(-sum));
            posteriors[2 * t] = 1 - posteriors[(2 * t) + 1];
        }

        return posteriors;
    }
}
