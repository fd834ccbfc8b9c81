using Cloison.Domain.Annotations;

namespace Cloison.Contracts;

/// <summary>How a project buys and watches quality.</summary>
/// <param name="WantedConfidence">0.5 to 0.999: a task whose answers do not make its label so sure is given to one more person. Needs an overlap of at least 2. Absent: every task gets as many answers as the overlap says.</param>
/// <param name="MaxAnswers">With a wanted confidence: a task that has so many and is still unclear goes to a lead. 2 to 100.</param>
/// <param name="GoldRate">Share of gold tasks in everybody's work, 0 to 0.5.</param>
/// <param name="NewcomerGoldRate">The same in a person's first 20 tasks.</param>
/// <param name="PassScore">An answer to a gold task is right from this score on, 0 to 1.</param>
/// <param name="Exam">Absent: everybody who may label works at once.</param>
public sealed record QualitySettings(
    double? WantedConfidence, int MaxAnswers, double GoldRate, double NewcomerGoldRate, double PassScore, IReadOnlyList<QualityRule> Rules, ExamSettings? Exam = null);

/// <summary>What somebody has to pass before he is given work.</summary>
/// <param name="Questions">Exam tasks that a try asks, 1 to 100: drawn from all of the project's, none twice to one person.</param>
/// <param name="PassMark">Mean score from which on he has passed, above 0 to 1.</param>
/// <param name="MaxTries">1 to 20; a lead can give more.</param>
/// <param name="WaitHours">From the end of a try to the next, 0 to 8,760.</param>
public sealed record ExamSettings(int Questions, double PassMark, int MaxTries, double WaitHours);

/// <summary>When something happens to a person because of his work.</summary>
/// <param name="Id">1 to 40 letters, digits and hyphens; unique in the project.</param>
/// <param name="Threshold">Skill and agreement: below so much, 0 to 1. Speed: below so many times the project's median. Streak: from so many on.</param>
/// <param name="MinEvidence">Silent before so many answers that the measure is made of.</param>
public sealed record QualityRule(string Id, RuleMeasure Measure, double Threshold, int MinEvidence, RuleAction Action);

/// <summary>Stored by number: new ones go to the end.</summary>
public enum RuleMeasure
{
    /// <summary>The upper end of the 90 % interval of the share of right answers: below the threshold, one is sure that it is not reached.</summary>
    Skill,

    /// <summary>Median time of the last answers, as a share of the project's.</summary>
    Speed,

    /// <summary>Gold tasks wrong in a row.</summary>
    WrongGoldStreak,

    /// <summary>How much the other answers are with him.</summary>
    Agreement,
}

/// <summary>Stored by number: new ones go to the end.</summary>
public enum RuleAction
{
    /// <summary>He is told, and works on.</summary>
    Warn,

    /// <summary>He is given the training tasks before anything else.</summary>
    Retrain,

    /// <summary>He is given nothing until a lead lets him.</summary>
    Pause,

    /// <summary>His answers count by the lower end of his skill's interval until a lead has looked: he works on, and is believed less.</summary>
    LowerWeight,

    /// <summary>What he passed before counts no more: he has to pass the exam again.</summary>
    Requalify,
}

/// <summary>Stored by number: new ones go to the end.</summary>
public enum Standing
{
    Good,
    Retraining,
    Paused,
}

/// <summary>What a task whose right answer is known is given for. Stored by number: new ones go to the end.</summary>
public enum GoldPurpose
{
    /// <summary>Among the work, looking like any other.</summary>
    Hidden,

    /// <summary>To learn: the right answer and the explanation are shown afterwards.</summary>
    Training,

    /// <summary>A question of the exam: which answers were right is not said.</summary>
    Exam,
}

/// <param name="Explanation">Why it is right, up to 5,000 characters: shown after a training answer.</param>
/// <param name="Answer">The right answer; absent: the one that the task has already.</param>
public sealed record MakeGold(GoldPurpose Purpose = GoldPurpose.Hidden, string? Explanation = null, AnnotationContent? Answer = null);

/// <summary>Stored by number: new ones go to the end.</summary>
public enum GoldTaskState
{
    InUse,

    /// <summary>Trusted people agree on another answer: held back until a lead has looked.</summary>
    Doubtful,
    Retired,
}

/// <param name="Given">People who were given it.</param>
/// <param name="MeanScore">Of the answers, 0 to 1; absent without any.</param>
public sealed record GoldTask(TaskId Task, string Name, GoldPurpose Purpose, GoldTaskState State, long Given, long Answers, long Right, double? MeanScore, DateTimeOffset AddedAt);

/// <summary>How well somebody works, as far as is known.</summary>
/// <param name="Mean">Share of right answers, 0 to 1.</param>
/// <param name="Lower">The interval holds the true share with 90 %.</param>
/// <param name="Evidence">Answers' worth of evidence behind it, older ones counting less.</param>
public sealed record SkillSummary(
    double Mean, double Lower, double Upper, double Evidence, int GoldSeen, int GoldRight, int Reviewed, int Accepted, int Compared, int Agreed);

/// <param name="Day">Midnight, UTC.</param>
public sealed record SkillDay(DateTimeOffset Day, double Mean, double Lower, double Upper, double Evidence);

/// <summary>What a rule did, and why.</summary>
/// <param name="Value">What was measured, against <paramref name="Threshold"/>.</param>
/// <param name="Appeal">What the person says to it.</param>
public sealed record SkillNotice(
    int Number, DateTimeOffset At, string Rule, RuleAction Action, RuleMeasure Measure, double Value, double Threshold, double Evidence,
    string? Appeal, DateTimeOffset? AppealedAt, DateTimeOffset? SettledAt, bool IsTakenBack);

/// <param name="Days">The last 90 on which something was learnt, oldest first.</param>
/// <param name="IsDiscounted">A rule has lowered the weight of his answers.</param>
/// <param name="Exam">Absent where the project has none.</param>
public sealed record PersonQuality(
    PersonId Person, string Name, Standing Standing, SkillSummary Skill, IReadOnlyList<SkillDay> Days, IReadOnlyList<SkillNotice> Notices,
    bool IsDiscounted = false, ExamStanding? Exam = null);

/// <summary>Where somebody is with a project's exam.</summary>
/// <param name="Answered">Questions of the try that he is in.</param>
/// <param name="NotBefore">When the next try may begin, if he has to wait.</param>
/// <param name="Tries">Oldest first.</param>
public sealed record ExamStanding(ExamState State, int Answered, int TriesLeft, DateTimeOffset? NotBefore, IReadOnlyList<ExamTrySummary> Tries);

public enum ExamState
{
    /// <summary>The next task that he asks for is its first question.</summary>
    Due,
    Begun,
    Passed,

    /// <summary>Between two tries.</summary>
    Waiting,

    /// <summary>Without tries: a lead decides.</summary>
    Failed,

    /// <summary>A lead lets him work without.</summary>
    Waived,
}

/// <param name="Score">Mean of the questions, 0 to 1; absent until it is finished.</param>
public sealed record ExamTrySummary(int Number, DateTimeOffset BegunAt, DateTimeOffset? FinishedAt, int Questions, double? Score, bool? Passed);

/// <summary>What a lead grants somebody who has not passed.</summary>
public sealed record GrantExam(ExamGrant Grant);

public enum ExamGrant
{
    /// <summary>One more try, at once.</summary>
    AnotherTry,

    /// <summary>He works without having passed.</summary>
    Waive,
}

/// <summary>The quality of a project at a glance.</summary>
/// <param name="Agreement">Of the last 10,000 results with several answers, 0 to 1.</param>
/// <param name="Confidence">Tasks by how sure their results are: ten equal steps from 0 to 1.</param>
/// <param name="AnswersPerTask">Of finished tasks.</param>
/// <param name="Saved">Answers that were not asked for, against the most that were allowed; absent with a fixed overlap.</param>
/// <param name="Unclear">Tasks that wait for a lead.</param>
public sealed record ProjectQuality(
    QualitySettings Settings, double? Agreement, IReadOnlyList<long> Confidence, double? AnswersPerTask, long? Saved, long Unclear,
    IReadOnlyList<PersonQuality> People, IReadOnlyList<GoldTask> Gold);

/// <param name="Text">1 to 2,000 characters.</param>
public sealed record AppealNotice(string Text);

/// <param name="TakeBack">Whether the notice is void; otherwise it stands, and is settled.</param>
/// <param name="Standing">What the person may do from now on.</param>
public sealed record SettleNotice(bool TakeBack, Standing Standing = Standing.Good);

/// <summary>A task whose answers do not settle it.</summary>
public sealed record UnclearTask(TaskId Task, string Name, double? Confidence, double? Agreement, int Answers);

/// <summary>A lead's decision on an unclear task: one of its answers, or his own.</summary>
/// <param name="Annotation">The answer that becomes the result; absent: the consensus stands as it is.</param>
public sealed record Adjudicate(AnnotationId? Annotation);

/// <summary>Puts a gold task out of use, or back into it.</summary>
public sealed record UpdateGold(GoldTaskState State);
