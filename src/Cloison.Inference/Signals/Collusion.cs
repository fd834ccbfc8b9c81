using Cloison.Inference.Adaptive;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Signals;

/// <summary>
/// Two people who agree more than their skill explains, wrong answers above all.
/// <para>
/// H0: given the truth they answer by their own confusion tables. H1: one copies the other with chance c. Of a task on which a said l and b said m, with
/// P0(m) = P(b says m | a said l, the others' answers): e = 1 − c + c [m = l] / P0(m), whose mean under H0 is 1. The product over the common tasks,
/// averaged over c and over who copies whom, is an e-value: it exceeds 1/α with a chance of at most α (Ville; Vovk and Wang (2021),
/// doi:10.1214/20-AOS2020). Pairs are chosen by e-values of Wang and Ramdas: <see cref="FalseDiscovery"/>.
/// </para>
/// <para>
/// The truth of a task is inferred from everybody but the two. Hard tasks make honest people wrong alike, which no confusion table knows: P0 is half
/// the model's and half what the others answered to that very task.
/// </para>
/// </summary>
public static class Collusion
{
    private static readonly double[] CopiedShares = [0.25, 0.5, 0.9];

    /// <param name="falseAlarm">The expected share of false pairs among those found; where all are honest, the chance that anybody is named.</param>
    public static IReadOnlyList<Signal> Find(VoteTable votes, double falseAlarm = 0.05, int minCommonTasks = 10)
    {
        var k = votes.LabelNames.Count;
        if (k < 2)
            return [];
        var counted = new bool[votes.Count];
        Array.Fill(counted, true);
        var fit = AnchoredModel.Fit(votes.TaskStarts, votes.Annotators, votes.Labels, counted, votes.AnnotatorNames.Count, k, [], AnchorOptions.Default);
        var (chances, logs) = Tables(fit, votes.AnnotatorNames.Count, k);
        var pairs = new SortedDictionary<(int A, int B), Evidence>();
        var begin = CrowdModel.LogShares(fit.ClassCounts);
        var all = new double[k];
        var belief = new double[k];
        for (var t = 0; t < votes.Tasks.Count; t++)
        {
            var (from, to) = votes.VotesOf(t);
            begin.CopyTo(all, 0);
            var tally = new int[k];
            for (var i = from; i < to; i++)
            {
                Add(all, logs, votes.Annotators[i], votes.Labels[i], k, 1);
                tally[votes.Labels[i]]++;
            }

            for (var x = from; x < to; x++)
            {
                for (var y = x + 1; y < to; y++)
                {
                    var (a, b) = votes.Annotators[x] < votes.Annotators[y] ? (x, y) : (y, x);
                    var (personA, personB) = (votes.Annotators[a], votes.Annotators[b]);
                    if (personA == personB)
                        continue;
                    all.CopyTo(belief, 0);
                    Add(belief, logs, personA, votes.Labels[a], k, -1);
                    Add(belief, logs, personB, votes.Labels[b], k, -1);
                    AnchoredModel.Normalise(belief);
                    if (!pairs.TryGetValue((personA, personB), out var evidence))
                        pairs[(personA, personB)] = evidence = new Evidence();
                    evidence.Common++;
                    var others = to - from - 2;
                    evidence.Take(0, ChanceOfSecond(belief, chances, personA, votes.Labels[a], personB, votes.Labels[b], tally, others, k), votes.Labels[a] == votes.Labels[b]);
                    evidence.Take(1, ChanceOfSecond(belief, chances, personB, votes.Labels[b], personA, votes.Labels[a], tally, others, k), votes.Labels[a] == votes.Labels[b]);
                }
            }
        }

        var tested = pairs.Where(p => p.Value.Common >= minCommonTasks).ToArray();
        var values = tested.Select(p => p.Value.LogE()).ToArray();
        var threshold = FalseDiscovery.ThresholdOfLogE(values, falseAlarm);
        var signals = new List<Signal>();
        for (var i = 0; i < tested.Length; i++)
        {
            if (values[i] < threshold)
                continue;
            var ((a, b), evidence) = tested[i];
            signals.Add(new Signal(
                SignalKind.Collusion, [votes.AnnotatorNames[a], votes.AnnotatorNames[b]], values[i], 0, Math.Min(1, Math.Exp(-values[i])), falseAlarm, evidence.Common));
        }

        return signals;
    }

    // P0(the second says m | the first said l), half by the model and half by what the others said to this task.
    private static double ChanceOfSecond(
        double[] belief, double[] chances, int first, int l, int second, int m, int[] tally, int others, int k)
    {
        double joint = 0, given = 0;
        for (var j = 0; j < k; j++)
        {
            var both = belief[j] * chances[first * k * k + j * k + l];
            given += both;
            joint += both * chances[second * k * k + j * k + m];
        }

        var model = joint / given;
        // Without the two themselves; a few pseudo-answers of the model where hardly anybody else answered.
        const double Pseudo = 2;
        var said = tally[m] - 1 - (l == m ? 1 : 0);
        return (model + (said + Pseudo * model) / (others + Pseudo)) / 2;
    }

    private static void Add(double[] weights, double[] logs, int person, int label, int k, int sign)
    {
        for (var j = 0; j < k; j++)
        {
            weights[j] += sign * logs[person * k * k + j * k + label];
        }
    }

    private static (double[] Chances, double[] Logs) Tables(AnchoredFit fit, int people, int k)
    {
        var chances = new double[people * k * k];
        var logs = new double[people * k * k];
        for (var row = 0; row < people * k; row++)
        {
            double sum = 0;
            for (var l = 0; l < k; l++)
            {
                sum += fit.Counts[row * k + l];
            }

            for (var l = 0; l < k; l++)
            {
                chances[row * k + l] = fit.Counts[row * k + l] / sum;
                logs[row * k + l] = Math.Log(chances[row * k + l]);
            }
        }

        return (chances, logs);
    }

    private sealed class Evidence
    {
        private readonly double[] _logs = new double[2 * CopiedShares.Length];

        public int Common { get; set; }


        public void Take(int direction, double chance, bool isSame)
        {
            for (var c = 0; c < CopiedShares.Length; c++)
            {
                _logs[direction * CopiedShares.Length + c] += Math.Log(1 - CopiedShares[c] + (isSame ? CopiedShares[c] / chance : 0));
            }
        }

        public double LogE()
        {
            var top = _logs.Max();
            double sum = 0;
            foreach (var log in _logs)
            {
                sum += Math.Exp(log - top);
            }

            return top + Math.Log(sum / _logs.Length);
        }
    }
}
