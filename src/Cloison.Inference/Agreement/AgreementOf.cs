namespace Cloison.Inference.Agreement;

/// <summary>
/// A measure that was made ready for a table: its value when each task counts as often as said (0: not at all). That form makes every
/// measure resamplable. NaN where it is not defined, as for a chance-corrected one when only one answer was ever given. Not safe for several threads at once.
/// </summary>
/// <param name="weights">One number a task of the table.</param>
public delegate double AgreementOf(ReadOnlySpan<int> weights);
