namespace Cloison.Inference.Gold;

/// <summary>Whether somebody may try an exam.</summary>
/// <param name="NotBefore">When, if it is only too early; null otherwise.</param>
public sealed record ExamPermission(ExamPermissionState State, DateTimeOffset? NotBefore, int TriesLeft);

/// <summary>Whether, and if not why.</summary>
public enum ExamPermissionState
{
    May,
    HasPassed,
    TooEarly,
    NoTriesLeft,
}
