using Cloison.Domain.Annotations;

namespace Cloison.Inference.Regions;

/// <summary>
/// Groups the regions of one task, at most one of each annotator in a group. Annotator after annotator is matched to the groups by the best assignment,
/// then each once more against the groups without him, until nobody moves.
/// </summary>
internal static class RegionGroups
{
    private const int MaxRounds = 10;

    /// <returns>Each group: which answer, which of its regions.</returns>
    public static List<List<(int Answer, int Region)>> Find(IReadOnlyList<Region>[] answers, ShapeOverlap overlap, RegionCrowdOptions options)
    {
        var groups = new List<List<(int Answer, int Region)>>();
        // Those with a middling number of regions first: neither the one who saw nothing nor the one who saw ghosts makes the first groups.
        var sizes = answers.Select(a => a.Count).Order().ToArray();
        var middle = sizes.Length == 0 ? 0 : sizes[sizes.Length / 2];
        var order = Enumerable.Range(0, answers.Length).OrderBy(a => Math.Abs(answers[a].Count - middle)).ThenBy(a => answers[a].Count).ThenBy(a => a).ToArray();
        foreach (var a in order)
            Place(a, groups, answers, overlap, options);
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = Signature(groups);
            foreach (var a in order)
            {
                foreach (var group in groups)
                    group.RemoveAll(m => m.Answer == a);
                groups.RemoveAll(g => g.Count == 0);
                Place(a, groups, answers, overlap, options);
            }

            if (Signature(groups) == before)
                break;
        }

        return groups;
    }

    private static void Place(int answer, List<List<(int Answer, int Region)>> groups, IReadOnlyList<Region>[] answers, ShapeOverlap overlap, RegionCrowdOptions options)
    {
        var regions = answers[answer];
        var count = groups.Count;
        var worth = new double[regions.Count * count];
        for (var g = 0; g < count; g++)
        {
            var middle = Middle.Of([.. groups[g].Select(m => answers[m.Answer][m.Region].Shape)], overlap);
            var classOf = answers[groups[g][0].Answer][groups[g][0].Region].Class;
            for (var r = 0; r < regions.Count; r++)
            {
                if (options.ComparesClass && regions[r].Class != classOf)
                    continue;
                var o = overlap.Of(regions[r].Shape, middle);
                // A large group is the likelier partner of two that fit equally.
                worth[r * count + g] = o > 0 && o >= options.MinOverlap ? o + 1e-3 * groups[g].Count / answers.Length : 0;
            }
        }

        var matched = Assignment.Best(worth, regions.Count, count);
        for (var r = 0; r < regions.Count; r++)
            if (matched[r] >= 0)
                groups[matched[r]].Add((answer, r));
            else
                groups.Add([(answer, r)]);
    }

    private static string Signature(List<List<(int Answer, int Region)>> groups) =>
        string.Join(';', groups.Select(g => string.Join(',', g.Order())).Order(StringComparer.Ordinal));
}
