using Cloison.Domain;

namespace Cloison.Server.Platform.Walls;

internal static class WallProblems
{
    /// <summary>One for every rule, every person and every customer: a refusal tells nothing (R17).</summary>
    public static readonly Problem NotEligible = new("not_eligible", 403, "This work is not open to you.");

    public static readonly Problem NotACodeName = new("walls.code_name", 400, "This is not a code name.", "It has two words with a hyphen between them, such as amber-heron.");
}
