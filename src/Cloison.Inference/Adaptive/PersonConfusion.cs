using System.Text.Json.Serialization;

namespace Cloison.Inference.Adaptive;

/// <summary>What a person answers where what is true: a Dirichlet belief about each row of his confusion table.</summary>
/// <param name="Labels">K.</param>
/// <param name="Counts">K × K pseudo-votes and votes; row = truth, column = answer. Not to be changed.</param>
/// <param name="Answers">How many of his answers are in it.</param>
public sealed record PersonConfusion(int Labels, double[] Counts, int Answers)
{
    /// <summary>Expected share of his answers <paramref name="label"/> where <paramref name="truth"/> is true.</summary>
    public double ChanceOf(int truth, int label) => Counts[truth * Labels + label] / RowSum(truth);

    /// <summary>Expected share of right answers when every truth is equally frequent.</summary>
    [JsonIgnore]
    public double Accuracy
    {
        get
        {
            double sum = 0;
            for (var j = 0; j < Labels; j++)
            {
                sum += ChanceOf(j, j);
            }

            return sum / Labels;
        }
    }

    /// <summary>The belief after one answer to a task of which <paramref name="truth"/> is believed (a share for each label).</summary>
    public PersonConfusion After(int label, ReadOnlySpan<double> truth)
    {
        var counts = (double[])Counts.Clone();
        for (var j = 0; j < Labels; j++)
        {
            counts[j * Labels + label] += truth[j];
        }

        return new PersonConfusion(Labels, counts, Answers + 1);
    }

    /// <summary>The belief without one answer that was counted before.</summary>
    internal PersonConfusion Without(int label, ReadOnlySpan<double> truth, PersonConfusion newcomer)
    {
        var counts = (double[])Counts.Clone();
        for (var j = 0; j < Labels; j++)
        {
            var at = j * Labels + label;
            counts[at] = Math.Max(newcomer.Counts[at], counts[at] - truth[j]);
        }

        return new PersonConfusion(Labels, counts, Math.Max(0, Answers - 1));
    }

    private double RowSum(int truth)
    {
        double sum = 0;
        for (var l = 0; l < Labels; l++)
        {
            sum += Counts[truth * Labels + l];
        }

        return sum;
    }
}
