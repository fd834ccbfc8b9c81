using Cloison.Inference.Fitting;

namespace Cloison.Inference.Text;

/// <summary>One text a task, made of several.</summary>
/// <param name="Texts">Of each task; empty where nobody answered.</param>
/// <param name="Support">Of each task, 0 to 1: how far the answers agree with what was made of them, by weight. NaN without answers.</param>
/// <param name="Weights">What each annotator counts; null where all count the same.</param>
public sealed record TextResult(IReadOnlyList<string> Texts, IReadOnlyList<double> Support, IReadOnlyList<double>? Weights, Convergence Convergence);
