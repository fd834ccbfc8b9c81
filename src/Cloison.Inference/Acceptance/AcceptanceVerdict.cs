namespace Cloison.Inference.Acceptance;

/// <summary>What an inspection says of a batch.</summary>
public enum AcceptanceVerdict
{
    /// <summary>Not every drawn item is inspected, and those that are do not decide it.</summary>
    Open,

    /// <summary>At most as many wrong items as the plan allows.</summary>
    Accepted,

    /// <summary>More.</summary>
    Refused,
}
