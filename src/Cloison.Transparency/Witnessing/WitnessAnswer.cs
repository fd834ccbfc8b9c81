using Cloison.Transparency.Notes;

namespace Cloison.Transparency.Witnessing;

/// <summary>What a witness says to a request.</summary>
public abstract record WitnessAnswer
{
    private WitnessAnswer()
    {
    }

    /// <summary>The checkpoint extends what was seen before, and is kept.</summary>
    public sealed record Cosigned(NoteSignature Signature) : WitnessAnswer;

    /// <summary>400</summary>
    public sealed record Malformed(string Why) : WitnessAnswer;

    /// <summary>403: the log's own signature is missing or wrong.</summary>
    public sealed record NotSigned(string Why) : WitnessAnswer;

    /// <summary>404: a log that this witness does not watch.</summary>
    public sealed record UnknownLog : WitnessAnswer;

    /// <summary>409: the log believes that another size was cosigned last.</summary>
    public sealed record OtherSize(long Size) : WitnessAnswer;

    /// <summary>422: a fork, or a proof that proves nothing. Never cosigned.</summary>
    public sealed record Inconsistent(string Why) : WitnessAnswer;
}
