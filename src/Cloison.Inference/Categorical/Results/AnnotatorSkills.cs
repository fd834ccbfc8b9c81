using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Results;

/// <summary>
/// The skill of each annotator: the expected share of right answers among those given, that is the mean posterior probability of the labels the annotator chose.
/// The interval is Wilson's at 95 % (E. B. Wilson, JASA 22, 1927, doi:10.1080/01621459.1927.10502953) with that share and the number of votes: it tells how little a few votes say.
/// An annotator without votes has skill NaN and the interval 0 to 1.
/// </summary>
public sealed class AnnotatorSkills
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    private AnnotatorSkills(int[] votes, double[] skill, double[] low, double[] high) => (VoteCounts, Skill, Low, High) = (votes, skill, low, high);

    /// <summary>Number of votes of each annotator.</summary>
    public int[] VoteCounts { get; }

    /// <summary>Expected share of right answers.</summary>
    public double[] Skill { get; }

    /// <summary>Lower end of the 95 % interval.</summary>
    public double[] Low { get; }

    /// <summary>Upper end of the 95 % interval.</summary>
    public double[] High { get; }

    internal static AnnotatorSkills Of(VoteTable votes, ReadOnlySpan<double> posteriors)
    {
        var n = new int[votes.AnnotatorCount];
        var skill = new double[n.Length];
        var starts = votes.TaskStarts;
        var annotators = votes.Annotators;
        var labels = votes.Labels;
        var classes = votes.ClassCount;
        for (var t = 0; t < votes.TaskCount; t++)
        {
            for (var v = starts[t]; v < starts[t + 1]; v++)
            {
                n[annotators[v]]++;
                skill[annotators[v]] += posteriors[(t * classes) + labels[v]];
            }
        }

        var (low, high) = (new double[n.Length], new double[n.Length]);
        for (var a = 0; a < n.Length; a++)
        {
            var p = skill[a] / n[a];
            var spread = Z * Z / n[a];
            var half = Math.Sqrt((spread * p * (1 - p)) + (spread * spread / 4));
            skill[a] = p;
            low[a] = n[a] == 0 ? 0 : Math.Max(0, (p + (spread / 2) - half) / (1 + spread));
            high[a] = n[a] == 0 ? 1 : Math.Min(1, (p + (spread / 2) + half) / (1 + spread));
        }

        return new(n, skill, low, high);
    }
}
