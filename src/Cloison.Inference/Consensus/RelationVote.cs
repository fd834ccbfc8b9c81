using Cloison.Domain.Annotations;

namespace Cloison.Inference.Consensus;

/// <summary>A relation is kept when both of its ends are, and enough answers have it between the same two regions.</summary>
internal static class RelationVote
{
    public static IReadOnlyList<Relation> Fuse(
        IReadOnlyList<AnnotationContent> answers, IReadOnlyList<FusedRegion> regions, ConsensusOptions options, List<PartAgreement> parts)
    {
        var fusedIds = new Dictionary<(int Answer, string Id), int>();
        foreach (var (i, fused) in regions.Index())
            foreach (var member in fused.Members)
                fusedIds.TryAdd((member.Answer, member.Region.Id), i);

        var votes = new SortedDictionary<(int From, int To, string Name), int>();
        var dangling = 0;
        for (var answer = 0; answer < answers.Count; answer++)
        {
            var own = new HashSet<(int, int, string)>();
            foreach (var relation in answers[answer].Relations ?? [])
                if (fusedIds.TryGetValue((answer, relation.From), out var from) && fusedIds.TryGetValue((answer, relation.To), out var to))
                    own.Add((from, to, relation.Name));
                else
                    dangling++;
            foreach (var key in own)
                votes[key] = votes.GetValueOrDefault(key) + 1;
        }

        var kept = new List<Relation>();
        var dropped = new List<PartAgreement>();
        foreach (var ((from, to, name), count) in votes)
        {
            var share = (double)count / answers.Count;
            if (count < options.KeepShare * answers.Count)
            {
                dropped.Add(new("relations.-", 1 - share));
                continue;
            }

            kept.Add(new($"l{kept.Count + 1}", name, regions[from].Region.Id, regions[to].Region.Id));
            parts.Add(new($"relations.{kept[^1].Id}", share));
        }

        parts.AddRange(dropped);
        // Relations between dropped regions: each is one answer's alone.
        parts.AddRange(Enumerable.Repeat(new PartAgreement("relations.-", 1 - 1.0 / answers.Count), dangling));
        return kept;
    }
}
