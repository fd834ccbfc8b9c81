namespace Cloison.Inference.Skill;

/// <summary>What happens to a person and why: all figures of the sentence that he is shown.</summary>
/// <param name="Value">Of the measure.</param>
/// <param name="Evidence">How much of it there is.</param>
public sealed record SkillDecision(
    string RuleId, SkillAction Action, SkillMeasure Measure, SkillComparison Comparison, double Value, double Threshold, double Evidence, SkillEstimate Estimate);
