using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Auto;

/// <summary>
/// Evidence without gold: hide some votes, fit on the others, and ask how probable the hidden ones are. Every method is asked alike, whatever it models: its posteriors make the tables
/// (<see cref="ConfusionTable.FromPosteriors"/>), and a hidden vote has the probability <c>Σ_c p(c) π_c,l(annotator)</c>.
/// </summary>
internal sealed class HeldOutVotes
{
    private const int HiddenPercent = 15;

    private readonly VoteTable _votes;
    private readonly bool[] _keep;

    public HeldOutVotes(VoteTable votes, ulong seed)
    {
        (_votes, _keep) = (votes, new bool[votes.Count]);
        Array.Fill(_keep, true);
        for (var t = 0; t < votes.TaskCount; t++)
        {
            var (begin, end) = votes.VotesOf(t);
            var left = end - begin;
            for (var v = begin; v < end && left > 1; v++)
            {
                if (Mix(((ulong)v << 20) ^ seed) % 100 < HiddenPercent)
                {
                    _keep[v] = false;
                    left--;
                }
            }
        }

        Training = votes.Where(_keep);
        Count = votes.Count - Training.Count;
    }

    /// <summary>The votes that are not hidden; a task keeps at least one.</summary>
    public VoteTable Training { get; }

    /// <summary>Number of hidden votes.</summary>
    public int Count { get; }

    /// <summary>The probability of each hidden vote, by a fit of <see cref="Training"/>.</summary>
    public double[] Predict(CategoricalResult fit)
    {
        var table = ConfusionTable.FromPosteriors(Training, fit.Posteriors);
        var annotators = _votes.Annotators;
        var labels = _votes.Labels;
        var predicted = new double[Count];
        var at = 0;
        for (var t = 0; t < _votes.TaskCount; t++)
        {
            var (begin, end) = _votes.VotesOf(t);
            for (var v = begin; v < end; v++)
            {
                if (_keep[v])
                {
                    continue;
                }

                var p = fit.Of(t);
                for (var c = 0; c < p.Length; c++)
                {
                    predicted[at] += p[c] * table.Probability(annotators[v], c, labels[v]);
                }

                predicted[at] = Math.Max(predicted[at], 1e-9);
                at++;
            }
        }

        return predicted;
    }

    // splitmix64: the same on every machine.
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
