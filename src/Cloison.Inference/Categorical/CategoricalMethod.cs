using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical;

/// <summary>A categorical method as commands, services and benchmarks list it.</summary>
/// <param name="Id">Its short name.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Source">Paper or origin.</param>
/// <param name="Fit">Runs it with its defaults. Deterministic; throws <see cref="CategoricalException"/> where the votes do not fit the method.</param>
/// <param name="IsBinaryOnly">Whether it takes two classes only.</param>
public sealed record CategoricalMethod(string Id, string Title, string Source, Func<VoteTable, CategoricalResult> Fit, bool IsBinaryOnly = false);
