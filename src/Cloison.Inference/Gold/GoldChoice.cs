using Cloison.Inference.Probability;

namespace Cloison.Inference.Gold;

/// <summary>Which gold task a person gets: none that he has had, and of the rest one of those that the fewest have had.</summary>
public static class GoldChoice
{
    /// <param name="hadByPerson">Tasks that he has had, as gold or not.</param>
    /// <returns>Null when there is none left for him.</returns>
    public static string? Choose(IEnumerable<GoldCandidate> candidates, IReadOnlySet<string> hadByPerson, ulong seed, string person, int taskNumber)
    {
        var least = new List<string>();
        var exposure = int.MaxValue;
        foreach (var candidate in candidates)
        {
            if (candidate.Exposure > exposure || hadByPerson.Contains(candidate.Task))
                continue;
            if (candidate.Exposure < exposure)
                least.Clear();
            exposure = candidate.Exposure;
            least.Add(candidate.Task);
        }

        if (least.Count == 0)
            return null;
        least.Sort(string.CompareOrdinal);
        // Another stream than the one that decided that it is a gold task.
        return least[new SeededStream(SeededStream.Derive(~seed, person) + (ulong)taskNumber).NextBelow(least.Count)];
    }
}
