namespace Cloison.Inference.Skill;

/// <summary>Plain counts, never discounted: the figures of the sentence that a person is shown.</summary>
/// <param name="GoldRight">Gold tasks with a score of a half or more.</param>
/// <param name="Accepted">Reviews with a score of a half or more.</param>
/// <param name="Agreed">Answers that the others made likelier than not.</param>
public sealed record SkillCounts(int GoldSeen, int GoldRight, int Reviewed, int Accepted, int Compared, int Agreed)
{
    public static readonly SkillCounts None = new(0, 0, 0, 0, 0, 0);

    internal SkillCounts After(SkillEvidence evidence) => evidence switch
    {
        GoldEvidence e => this with { GoldSeen = GoldSeen + 1, GoldRight = GoldRight + (e.Score >= 0.5 ? 1 : 0) },
        ReviewEvidence e => this with { Reviewed = Reviewed + 1, Accepted = Accepted + (e.Score >= 0.5 ? 1 : 0) },
        ConsensusEvidence e => this with { Compared = Compared + 1, Agreed = Agreed + (e.Probability >= 0.5 ? 1 : 0) },
        _ => this,
    };

    internal int All => GoldSeen + Reviewed + Compared;
}
