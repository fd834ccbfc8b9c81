namespace Cloison.Cli.Answers;

/// <summary>One figure, as <c>--format json</c> prints it.</summary>
/// <param name="Value">Null where the measure is not defined.</param>
internal sealed record AgreementLine(string Measure, string Scope, IReadOnlyList<string> Of, double? Value, double? Low, double? High, int Tasks);
