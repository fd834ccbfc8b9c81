namespace Cloison.Inference.Votes;

/// <summary>What becomes of several votes of one annotator on one task.</summary>
public enum RepeatedVotes
{
    /// <summary>Each counts. What crowd-kit does, and what the published figures are made with.</summary>
    Keep,

    /// <summary>Only the first counts.</summary>
    KeepFirst,

    /// <summary>Only the last counts: an answer that was given again replaces the one before.</summary>
    KeepLast,
}
