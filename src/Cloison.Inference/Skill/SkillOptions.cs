namespace Cloison.Inference.Skill;

/// <summary>How much evidence counts, and for how long.</summary>
/// <param name="PriorRight">Pseudo-answers that are right before there is any: with the next, 4 at 0.7.</param>
/// <param name="HalfLifeAnswers">After so much evidence (full-weight answers) the old counts half.</param>
/// <param name="HalfLifeDays">After so many days too: people forget, and guidelines change.</param>
/// <param name="ConsensusWeight">Others may be wrong together, so an answer like theirs proves less than gold does.</param>
/// <param name="Credibility">Of the interval, two-sided.</param>
/// <param name="Labels">K: keep a confusion table of so many labels; 0: none.</param>
public sealed record SkillOptions(
    double PriorRight = 2.8, double PriorWrong = 1.2, double HalfLifeAnswers = 200, double HalfLifeDays = 90,
    double GoldWeight = 1, double ReviewWeight = 0.8, double ConsensusWeight = 0.3, double Credibility = 0.9, int Labels = 0)
{
    public static readonly SkillOptions Default = new();

    /// <summary>More labels than this are not tabled: hardly any cell would ever be seen.</summary>
    public const int MaxLabels = 12;
}
