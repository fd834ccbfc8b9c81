namespace Cloison.Inference.Categorical.Bcc;

/// <summary>Where the pseudo-votes of a confusion matrix's row lie.</summary>
public enum BccPrior
{
    /// <summary>A stated share on the right label, the rest on the others alike. Keeps the classes where they are: no annotator's prior allows a swap.</summary>
    Anchored,

    /// <summary>As all annotators together answer to that class, found anew in each round (empirical Bayes). Knows which classes are easily confused.</summary>
    Pooled,
}
