namespace Cloison.Inference.Signals;

/// <summary>Something about answers that honest work does not explain. A reason to look, never a verdict.</summary>
/// <param name="People">One, or the two of a pair.</param>
/// <param name="Value">What was counted or measured; in words of <paramref name="Kind"/>.</param>
/// <param name="Expected">What honest work would give, about.</param>
/// <param name="PValue">The chance of as much or more from honest work, at most.</param>
/// <param name="FalseAlarm">What was allowed: of a test of people, the chance for each honest one; of pairs, the share of false pairs among those found.</param>
/// <param name="Answers">How many answers it rests on.</param>
public sealed record Signal(SignalKind Kind, IReadOnlyList<string> People, double Value, double Expected, double PValue, double FalseAlarm, int Answers);

/// <summary>Kinds of suspicion.</summary>
public enum SignalKind
{
    /// <summary>Value: his typical seconds (geometric mean).</summary>
    TooFast,

    /// <summary>Value: how often he gave the answer that he gave too often.</summary>
    ConstantAnswer,

    /// <summary>Value: the longest run of equal answers.</summary>
    StraightLining,

    /// <summary>Value: answers that repeat those of the period before.</summary>
    Periodic,

    /// <summary>Value: tasks on which two people's texts are all but the same.</summary>
    CopiedText,

    /// <summary>Value: natural logarithm of how much likelier copying makes their answers.</summary>
    Collusion,
}
