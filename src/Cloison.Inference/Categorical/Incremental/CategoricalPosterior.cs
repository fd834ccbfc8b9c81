using Cloison.Inference.Categorical.Confusions;

namespace Cloison.Inference.Categorical.Incremental;

/// <summary>
/// One task's probabilities and what another answer makes of them, by Bayes' rule with the tables of a model that was fitted before: <c>p'(c) ∝ p(c) · π_c,given(annotator)^(1/T)</c>.
/// A handful of multiplications, so it can be done for every answer as it comes; refit now and then, since the tables do not learn from it.
/// </summary>
public static class CategoricalPosterior
{
    /// <summary>What is known before anybody has answered.</summary>
    public static double[] Start(ConfusionTable model) => (double[])model.ClassPrior.Clone();

    /// <summary>The probabilities after one more answer; those given stay as they are.</summary>
    /// <param name="posterior">Of the task so far.</param>
    /// <param name="annotator">Index in the table that the model was fitted on; -1 or beyond: somebody new, who is taken for the average annotator.</param>
    /// <param name="label">What he says.</param>
    /// <param name="temperature">That of the calibration, if <paramref name="posterior"/> is calibrated; 1 is Bayes' rule.</param>
    /// <exception cref="ArgumentException">The label is none of the model's, or the posterior has another number of classes.</exception>
    public static double[] Update(ConfusionTable model, ReadOnlySpan<double> posterior, int annotator, int label, double temperature = 1)
    {
        if (posterior.Length != model.ClassCount || (uint)label >= (uint)model.ClassCount)
        {
            throw new ArgumentException($"The model has {model.ClassCount} classes; the posterior has {posterior.Length}, and the label is {label}.", nameof(posterior));
        }

        var updated = new double[posterior.Length];
        for (var c = 0; c < updated.Length; c++)
        {
            updated[c] = Math.Log(Math.Max(posterior[c], 1e-300)) + (Math.Log(Math.Max(model.Probability(annotator, c, label), 1e-300)) / temperature);
        }

        SoftMax.InPlace(updated);
        return updated;
    }
}
