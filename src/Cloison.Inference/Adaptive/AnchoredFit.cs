namespace Cloison.Inference.Adaptive;

/// <summary>What <see cref="AnchoredModel"/> found.</summary>
/// <param name="Labels">K.</param>
/// <param name="Posteriors">P(truth = j) of each task: tasks × K.</param>
/// <param name="Counts">Dirichlet parameters of each person's confusion rows, prior included: people × K × K, rows are truths.</param>
/// <param name="Prior">The same of a person nobody knows: K × K.</param>
/// <param name="ClassCounts">Dirichlet parameters of the shares of the labels: K.</param>
internal sealed record AnchoredFit(int Labels, double[] Posteriors, double[] Counts, double[] Prior, double[] ClassCounts, int Iterations, bool Converged);
