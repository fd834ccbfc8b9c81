namespace Cloison.Inference.Gold;

/// <summary>Whether a gold task can still be given, and the figures behind it.</summary>
/// <param name="FastRight">Answers that are right and suspiciously fast.</param>
/// <param name="EarlyWrong">Wrong answers among the earlier half of <paramref name="Answers"/>; likewise the later.</param>
/// <param name="ChanceWrong">That the gold label is wrong, and <paramref name="LikelyAnswer"/> right.</param>
public sealed record GoldVerdict(
    GoldState State, IReadOnlyList<GoldConcern> Concerns, int Answers, int FastRight, int EarlyWrong, int LateWrong, double ChanceWrong, string? LikelyAnswer);

/// <summary>What becomes of a gold task.</summary>
public enum GoldState
{
    Sound,

    /// <summary>Held back until somebody has looked: its label is probably wrong, and nobody may be judged by it.</summary>
    Doubtful,

    /// <summary>Given no more.</summary>
    Retired,
}

/// <summary>Why.</summary>
public enum GoldConcern
{
    Exposure,
    RightTooFast,
    ErrorsVanished,
    Reported,
    TrustedPeopleDisagree,
}
