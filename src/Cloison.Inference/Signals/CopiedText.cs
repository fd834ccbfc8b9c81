using Cloison.Inference.Probability;

namespace Cloison.Inference.Signals;

/// <summary>
/// Two people whose texts are all but the same more often than those of others are. Alike: Jaccard's similarity of their sets of four letters
/// following one another, case and spaces aside. Where everybody must write the same (a transcription), that is likely, and nobody is suspected:
/// the chance is each task's own share of alike pairs without the two, leaning on the share of all tasks. The number of alike texts is then
/// Poisson-binomial; over all pairs, <see cref="FalseDiscovery"/>.
/// </summary>
public static class CopiedText
{
    private const int Gram = 4;

    // Below these, two honest people write the same by chance.
    private const double MinChance = 0.02;
    private const double LeanPairs = 2;

    /// <param name="minLength">Shorter texts, without spaces, are left out.</param>
    /// <param name="falseAlarm">The expected share of false pairs among those found.</param>
    public static IReadOnlyList<Signal> Find(IReadOnlyList<TaskText> texts, double falseAlarm = 0.05, double minSimilarity = 0.8, int minLength = 20, int minCommonTasks = 3)
    {
        var pairs = new SortedDictionary<(string A, string B), List<(int Task, bool IsAlike)>>();
        var alikeOf = new List<(int Alike, int Pairs)>();
        long allAlike = 0, allPairs = 0;
        foreach (var task in texts.GroupBy(t => t.Task, StringComparer.Ordinal))
        {
            var own = task.DistinctBy(t => t.Person, StringComparer.Ordinal)
                .Select(t => (t.Person, Letters: LettersOf(t.Text)))
                .Where(t => t.Letters.Length >= minLength)
                .Select(t => (t.Person, Grams: GramsOf(t.Letters)))
                .OrderBy(t => t.Person, StringComparer.Ordinal).ToArray();
            var (alike, count) = (0, 0);
            for (var a = 0; a < own.Length; a++)
            {
                for (var b = a + 1; b < own.Length; b++)
                {
                    var isAlike = Jaccard(own[a].Grams, own[b].Grams) >= minSimilarity;
                    alike += isAlike ? 1 : 0;
                    count++;
                    var key = (own[a].Person, own[b].Person);
                    if (!pairs.TryGetValue(key, out var common))
                        pairs[key] = common = [];
                    common.Add((alikeOf.Count, isAlike));
                }
            }

            alikeOf.Add((alike, count));
            allAlike += alike;
            allPairs += count;
        }

        var tested = new List<Signal>();
        foreach (var ((a, b), common) in pairs)
        {
            if (common.Count < minCommonTasks)
                continue;
            var ownAlike = common.Count(c => c.IsAlike);
            var usual = allPairs > common.Count ? (double)(allAlike - ownAlike) / (allPairs - common.Count) : 0;
            var chances = new double[common.Count];
            for (var i = 0; i < chances.Length; i++)
            {
                var (alike, count) = alikeOf[common[i].Task];
                chances[i] = Math.Max(MinChance, (alike - (common[i].IsAlike ? 1 : 0) + LeanPairs * usual) / (count - 1 + LeanPairs));
            }

            tested.Add(new Signal(SignalKind.CopiedText, [a, b], ownAlike, chances.Sum(), Binomial.AtLeast(chances, ownAlike), falseAlarm, common.Count));
        }

        var threshold = FalseDiscovery.Threshold(tested.Select(s => s.PValue).ToArray(), falseAlarm);
        return [.. tested.Where(s => s.PValue <= threshold)];
    }

    private static string LettersOf(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)).Select(char.ToLowerInvariant));

    private static HashSet<string> GramsOf(string letters) =>
        Enumerable.Range(0, Math.Max(1, letters.Length - Gram + 1)).Select(i => letters.Substring(i, Math.Min(Gram, letters.Length - i))).ToHashSet(StringComparer.Ordinal);

    private static double Jaccard(HashSet<string> a, HashSet<string> b)
    {
        var both = a.Count(b.Contains);
        return (double)both / (a.Count + b.Count - both);
    }
}
