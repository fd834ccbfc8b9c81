using Cloison.Inference.Categorical.Majority;
using Cloison.Inference.Categorical.Results;
using Cloison.Inference.Categorical.Wawa;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.ZeroBased;

/// <summary>
/// Zero-based skill (Toloka, no paper): every annotator begins with the skill 1/K; in each round the votes are counted by skill, and each skill goes a step
/// <c>s ← s + η (agreement − s)</c> towards the share of the annotator's votes that agree with the winner. η begins at 1 and is halved every 20 rounds.
/// Ends when no skill moves by more than 1e-9, or after 100 rounds.
/// </summary>
public static class ZeroBasedSkill
{
    private const int MaxIterations = 100;
    private const int RoundsPerRate = 20;
    private const double Tolerance = 1e-9;

    /// <summary>Counts votes until the skills stand still.</summary>
    public static CategoricalResult Fit(VoteTable votes)
    {
        var skills = new double[votes.AnnotatorCount];
        Array.Fill(skills, (1.0 / Math.Max(votes.ClassCount, 1)) + 1e-5);
        var (rate, moved, round) = (1.0, double.PositiveInfinity, 0);
        var shares = MajorityVote.Shares(votes, skills);
        while (round < MaxIterations && moved > Tolerance)
        {
            round++;
            rate = round % RoundsPerRate == 0 ? rate / 2 : rate;
            var agreement = WeightedMajority.Agreement(votes, shares);
            moved = 0;
            for (var a = 0; a < skills.Length; a++)
            {
                var step = rate * (agreement[a] - skills[a]);
                skills[a] += step;
                moved = Math.Max(moved, Math.Abs(step));
            }

            shares = MajorityVote.Shares(votes, skills);
        }

        return new("zbs", votes, shares) { Iterations = round, Converged = moved <= Tolerance };
    }
}
