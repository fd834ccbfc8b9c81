namespace Cloison.Inference.Gold;

/// <summary>One answer to a gold task.</summary>
/// <param name="Answer">What was answered, in a form in which equal answers are equal strings.</param>
/// <param name="IsFast">Given faster than all but the fastest twentieth of answers to ordinary tasks of the project.</param>
/// <param name="Trust">How often the person is right elsewhere: the lower end of his interval, 0 to 1.</param>
public sealed record GoldAnswer(string Person, string Answer, bool IsRight, bool IsFast, double Trust);
