namespace Cloison.Inference.Skill;

/// <summary>When something happens to a person because of his work.</summary>
/// <param name="Id">Unique among the project's rules.</param>
/// <param name="MinEvidence">Below so much of what the measure is made of, the rule is silent: discounted answers for skill, compared answers for agreement, timed answers for speed.</param>
/// <param name="Recovery">A rule that spoke is silent until the measure is better than the threshold by so much.</param>
/// <param name="RepeatAfter">Or until so many more answers, if nothing got better; 0: never.</param>
public sealed record SkillRule(
    string Id, SkillMeasure Measure, SkillComparison Comparison, double Threshold, double MinEvidence, SkillAction Action, double Recovery = 0.05, int RepeatAfter = 0);

/// <summary>What a rule looks at.</summary>
public enum SkillMeasure
{
    /// <summary>Lower end of the interval of the share that is right.</summary>
    SkillLower,

    /// <summary>Upper end: below a threshold one can be sure that he is not good enough.</summary>
    SkillUpper,

    /// <summary>Median seconds of the last answers, divided by the project's median.</summary>
    Speed,

    /// <summary>Gold tasks wrong in a row.</summary>
    WrongGoldStreak,

    /// <summary>Share of the consensus that is with him.</summary>
    Agreement,
}

/// <summary>On which side of its threshold a rule speaks.</summary>
public enum SkillComparison
{
    Below,
    AtLeast,
}

/// <summary>What a rule does.</summary>
public enum SkillAction
{
    Warn,
    Retrain,
    LowerWeight,
    Pause,
    Requalify,
}
