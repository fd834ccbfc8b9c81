using Cloison.Inference.Probability;

namespace Cloison.Inference.Signals;

/// <summary>
/// One answer to everything. Given what is likely for each task, the number of times that a label is given is Poisson-binomial; its upper tail is
/// summed exactly, and the least of K tails is multiplied by K.
/// </summary>
public static class ConstantAnswer
{
    /// <param name="labels">The answers, indices from 0.</param>
    /// <param name="chances">What an honest person of usual skill would say: answers × K, every row sums to 1. From the others' answers, not his own.</param>
    public static Signal? Test(string person, ReadOnlySpan<int> labels, ReadOnlySpan<double> chances, double falseAlarm = 0.001)
    {
        if (labels.IsEmpty)
            return null;
        var k = chances.Length / labels.Length;
        var own = new double[labels.Length];
        var least = 1.0;
        double value = 0, expected = 0;
        for (var l = 0; l < k; l++)
        {
            var count = 0;
            double sum = 0;
            for (var i = 0; i < labels.Length; i++)
            {
                own[i] = chances[i * k + l];
                sum += own[i];
                count += labels[i] == l ? 1 : 0;
            }

            var p = Math.Min(1, k * Binomial.AtLeast(own, count));
            if (p < least)
                (least, value, expected) = (p, count, sum);
        }

        return least <= falseAlarm ? new Signal(SignalKind.ConstantAnswer, [person], value, expected, least, falseAlarm, labels.Length) : null;
    }
}
