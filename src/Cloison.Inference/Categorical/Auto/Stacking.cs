namespace Cloison.Inference.Categorical.Auto;

/// <summary>
/// Weights of several models by what they predict: maximises <c>Σ_i ln Σ_m w_m p_m(i) + Σ_m prior_m ln w_m</c> over the simplex by EM (concave: one maximum). Y. Yao, A. Vehtari, D. Simpson,
/// A. Gelman, "Using Stacking to Average Bayesian Predictive Distributions", Bayesian Analysis 13(3), 2018, doi:10.1214/17-BA1091, equation (4), with a Dirichlet prior.
/// </summary>
internal static class Stacking
{
    private const int Rounds = 200;

    /// <param name="predicted">For each model the probability it gave to each thing that came to pass.</param>
    /// <param name="prior">Pseudo-observations of each model; above 0.</param>
    public static double[] Weights(IReadOnlyList<double[]> predicted, ReadOnlySpan<double> prior)
    {
        var models = predicted.Count;
        var weights = Normalised(prior);
        var next = new double[models];
        for (var round = 0; round < Rounds; round++)
        {
            prior.CopyTo(next);
            for (var i = 0; i < predicted[0].Length; i++)
            {
                var sum = 0.0;
                for (var m = 0; m < models; m++)
                {
                    sum += weights[m] * predicted[m][i];
                }

                for (var m = 0; m < models; m++)
                {
                    next[m] += weights[m] * predicted[m][i] / sum;
                }
            }

            weights = Normalised(next);
        }

        return weights;
    }

    private static double[] Normalised(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }

        var weights = values.ToArray();
        for (var m = 0; m < weights.Length; m++)
        {
            weights[m] /= sum;
        }

        return weights;
    }
}
