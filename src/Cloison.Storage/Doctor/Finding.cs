namespace Cloison.Storage.Doctor;

public enum FindingLevel
{
    /// <summary>In order.</summary>
    Fine,

    /// <summary>Worth knowing; nothing is lost and nothing will be.</summary>
    Note,

    /// <summary>Something is damaged, lost, or will be.</summary>
    Problem,
}

/// <summary>What one check found. Says ids and counts, never content.</summary>
/// <param name="Where">The file, compartment or project.</param>
/// <param name="Check">What was looked at.</param>
/// <param name="What">What was found, and what to do, in a sentence.</param>
public sealed record Finding(FindingLevel Level, string Where, string Check, string What)
{
    internal static Finding Fine(string where, string check, string what = "in order") => new(FindingLevel.Fine, where, check, what);

    internal static Finding Note(string where, string check, string what) => new(FindingLevel.Note, where, check, what);

    internal static Finding Problem(string where, string check, string what) => new(FindingLevel.Problem, where, check, what);
}
