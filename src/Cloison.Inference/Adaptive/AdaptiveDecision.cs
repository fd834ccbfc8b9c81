using System.Text.Json.Serialization;

namespace Cloison.Inference.Adaptive;

/// <summary>What to do with a task after an answer.</summary>
/// <param name="Answers">How many it has.</param>
/// <param name="Confidence">How sure one may be of the leading label, 0 to 1.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(AskMore), "ask_more")]
[JsonDerivedType(typeof(RouteToExpert), "route_to_expert")]
public abstract record AdaptiveDecision(int Answers, int Label, double Confidence);

/// <summary>The label is good enough.</summary>
/// <param name="IsProven">Gold tasks show that the wanted error is kept; otherwise a rule of thumb stopped it.</param>
public sealed record Stop(int Answers, int Label, double Confidence, bool IsProven) : AdaptiveDecision(Answers, Label, Confidence);

/// <summary>Another answer is worth its cost.</summary>
/// <param name="Candidates">Those who may be asked, the most worth first.</param>
public sealed record AskMore(int Answers, int Label, double Confidence, IReadOnlyList<RankedCandidate> Candidates) : AdaptiveDecision(Answers, Label, Confidence);

/// <summary>More answers of the crowd will not do.</summary>
public sealed record RouteToExpert(int Answers, int Label, double Confidence, ExpertReason Reason) : AdaptiveDecision(Answers, Label, Confidence);

/// <summary>Why a task goes to an expert.</summary>
public enum ExpertReason
{
    /// <summary>It has the most answers that it may have.</summary>
    MaxAnswers,

    /// <summary>Nobody is left who may answer.</summary>
    NobodyLeft,

    /// <summary>No answer that can be had is worth what it costs.</summary>
    NotWorthIt,
}
