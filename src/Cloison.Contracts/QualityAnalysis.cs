namespace Cloison.Contracts;

/// <summary>What the answers of a project say about each other: of its newest finished tasks with several answers.</summary>
/// <param name="Tasks">How many were looked at; 0: there are none with several answers.</param>
/// <param name="Curves">Of choices and yes-or-no fields.</param>
/// <param name="Disagreements">Tasks whose answers agree least.</param>
public sealed record QualityAnalysis(
    int Tasks, int Answers, IReadOnlyList<AgreementLine> Agreement, IReadOnlyList<ConfusionTable> Confusions, IReadOnlyList<RedundancyCurve> Curves,
    IReadOnlyList<WorkSignal> Signals, IReadOnlyList<DisputedTask> Disagreements);

/// <param name="Part">A field's name, or <c>regions</c>.</param>
/// <param name="Measure">raw, cohen, scott, fleiss, ac1, alpha, alpha-interval, alpha-ordinal, icc-2-1, jaccard, alpha-jaccard, alpha-masi, similarity, f1@0.5, f1@0.75</param>
/// <param name="Of">The class, the batch, or the names of the two people; empty for all.</param>
/// <param name="Lower">With <paramref name="Upper"/>, a 95 % interval (bootstrap over tasks); absent where there are too few.</param>
public sealed record AgreementLine(string Part, string Measure, AgreementOfWhom Scope, IReadOnlyList<string> Of, double Value, double? Lower, double? Upper, int Tasks);

public enum AgreementOfWhom
{
    All,
    Class,
    Pair,
    Batch,
}

/// <param name="Counts">Answers: a row for each label of the result, a column for each label that was given.</param>
public sealed record ConfusionTable(string Part, IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<int>> Counts);

/// <summary>Past answers played again: how often fewer of them give the result that all of them gave.</summary>
/// <param name="AdaptiveAnswers">Answers a task with which stopping early is within one point of all answers; absent: never. Likewise with a fixed number for all, and routed to who knows best.</param>
public sealed record RedundancyCurve(
    string Part, int Tasks, double AnswersPerTask, double? FixedAnswers, double? AdaptiveAnswers, double? RoutedAnswers,
    IReadOnlyList<RedundancyPoint> Fixed, IReadOnlyList<RedundancyPoint> Adaptive, IReadOnlyList<RedundancyPoint> Routed);

/// <param name="Same">Share of tasks with the same result, 0 to 1.</param>
public sealed record RedundancyPoint(double AnswersPerTask, double Same);

/// <summary>Something about answers that honest work does not explain: a reason to look, never a verdict.</summary>
/// <param name="People">One, or a pair.</param>
/// <param name="Value">In words of the kind: seconds, answers, tasks.</param>
/// <param name="Expected">What honest work would give, about.</param>
/// <param name="PValue">The chance of as much or more from honest work, at most.</param>
/// <param name="FalseAlarm">How often an honest person (of pairs: a named pair) is named, at most.</param>
public sealed record WorkSignal(WorkSignalKind Kind, IReadOnlyList<PersonName> People, double Value, double Expected, double PValue, double FalseAlarm, int Answers);

public enum WorkSignalKind
{
    TooFast,
    ConstantAnswer,
    StraightLining,
    Periodic,
    CopiedText,
    Collusion,
}

public sealed record PersonName(PersonId Person, string Name);

public sealed record DisputedTask(TaskId Task, string Name, double Agreement);
