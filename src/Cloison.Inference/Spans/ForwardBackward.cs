namespace Cloison.Inference.Spans;

/// <summary>The hidden chain of one sequence; formulas in TagCrowd.cs.</summary>
internal static class ForwardBackward
{
    /// <summary>Writes the posterior of each token and adds the expected counts.</summary>
    /// <param name="logVotes">Token by token, the log likelihood of the votes under each tag.</param>
    /// <returns>The log likelihood.</returns>
    public static double Run(
        double[] logVotes, double[] start, double[] transition, int k, double[] posterior, double[] startCounts, double[] transitionCounts)
    {
        var n = logVotes.Length / k;
        if (n == 0)
            return 0;
        var votes = new double[n * k];
        var forward = new double[n * k];
        var backward = new double[n * k];
        var scale = new double[n];
        double log = 0;
        for (var i = 0; i < n; i++)
        {
            // The largest is taken out, so that many votes do not underflow.
            var most = double.NegativeInfinity;
            for (var l = 0; l < k; l++)
                most = Math.Max(most, logVotes[i * k + l]);
            for (var l = 0; l < k; l++)
            {
                votes[i * k + l] = Math.Exp(logVotes[i * k + l] - most);
                double before = 0;
                if (i == 0)
                    before = start[l];
                else
                    for (var h = 0; h < k; h++)
                        before += forward[(i - 1) * k + h] * transition[h * k + l];
                forward[i * k + l] = before * votes[i * k + l];
                scale[i] += forward[i * k + l];
            }

            // Only where no allowed tag has a chance in double precision.
            scale[i] = Math.Max(scale[i], 1e-300);
            for (var l = 0; l < k; l++)
                forward[i * k + l] /= scale[i];
            log += Math.Log(scale[i]) + most;
        }

        Array.Fill(backward, 1, (n - 1) * k, k);
        for (var i = n - 2; i >= 0; i--)
            for (var h = 0; h < k; h++)
            {
                double after = 0;
                for (var l = 0; l < k; l++)
                {
                    var step = transition[h * k + l] * votes[(i + 1) * k + l] * backward[(i + 1) * k + l] / scale[i + 1];
                    after += step;
                    transitionCounts[h * k + l] += forward[i * k + h] * step;
                }

                backward[i * k + h] = after;
            }

        for (var i = 0; i < n * k; i++)
            posterior[i] = forward[i] * backward[i];
        for (var l = 0; l < k; l++)
            startCounts[l] += posterior[l];
        return log;
    }

    /// <summary>
    /// Of the allowed sequences the one with the most tokens expected right (sum of their posteriors), by dynamic programming. Viterbi's sequence is
    /// likelier as a whole and has more tokens wrong.
    /// </summary>
    /// <param name="isAllowed">As <see cref="BioScheme.Allowed"/> gives it.</param>
    public static int[] Likeliest(double[] posterior, bool[] isAllowed, int k)
    {
        var n = k == 0 ? 0 : posterior.Length / k;
        var tags = new int[n];
        if (n == 0)
            return tags;
        var best = new double[n * k];
        var from = new int[n * k];
        for (var i = 0; i < n; i++)
            for (var l = 0; l < k; l++)
            {
                best[i * k + l] = i > 0 || !isAllowed[k * k + l] ? double.NegativeInfinity : 0;
                for (var h = 0; h < k && i > 0; h++)
                    if (isAllowed[h * k + l] && best[(i - 1) * k + h] > best[i * k + l])
                        (best[i * k + l], from[i * k + l]) = (best[(i - 1) * k + h], h);
                best[i * k + l] += posterior[i * k + l];
            }

        for (var l = 1; l < k; l++)
            if (best[(n - 1) * k + l] > best[(n - 1) * k + tags[n - 1]])
                tags[n - 1] = l;
        for (var i = n - 1; i > 0; i--)
            tags[i - 1] = from[i * k + tags[i]];
        return tags;
    }
}
