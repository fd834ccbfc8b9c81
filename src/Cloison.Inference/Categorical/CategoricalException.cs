namespace Cloison.Inference.Categorical;

/// <summary>Why a method cannot be used on these votes, in a sentence for people.</summary>
public sealed class CategoricalException(string message) : Exception(message);
