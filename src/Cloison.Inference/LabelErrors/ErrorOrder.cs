namespace Cloison.Inference.LabelErrors;

/// <summary>By what the most suspicious come first.</summary>
public enum ErrorOrder
{
    SelfConfidence,

    /// <summary>Better where the classes are of unlike difficulty.</summary>
    NormalisedMargin,
}
