namespace Cloison.Inference.LabelErrors;

/// <summary>A finished label that is probably wrong.</summary>
/// <param name="Item">Index of the item.</param>
/// <param name="Suggested">The label that the model finds likelier.</param>
/// <param name="SelfConfidence">The model's probability of the given label: the lower, the more suspicious.</param>
/// <param name="Margin">That less the greatest of any other label, -1 to 1.</param>
public sealed record LabelError(int Item, int Given, int Suggested, double SelfConfidence, double Margin);
