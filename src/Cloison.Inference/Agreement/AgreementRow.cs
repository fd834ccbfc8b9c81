namespace Cloison.Inference.Agreement;

/// <summary>What part of a table an agreement is about.</summary>
public enum AgreementScope
{
    All,
    Class,
    Pair,
    Batch,
}

/// <summary>One line of an <see cref="AgreementReport"/>.</summary>
/// <param name="Of">The class, the batch, or the two annotators; empty for all.</param>
public sealed record AgreementRow(string Measure, AgreementScope Scope, IReadOnlyList<string> Of, AgreementFigure Figure);
