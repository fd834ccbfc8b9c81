namespace Cloison.Domain;

/// <summary>
/// An expected failure, as a value: a stable code for programs, an HTTP status, a title for people, and what and where.
/// The one failure type of the whole product; the server maps it to RFC 9457 in one file.
/// </summary>
/// <param name="Code">Stable and dotted, such as <c>task.lease_lost</c>.</param>
/// <param name="Status">The HTTP status that says it best.</param>
/// <param name="Title">One sentence, the same for every occurrence.</param>
/// <param name="Detail">What happened here. Never holds content of another caller.</param>
/// <param name="Errors">Where the input is wrong: place (a JSON path, a file and line) and reason.</param>
public sealed record Problem(string Code, int Status, string Title, string? Detail = null, IReadOnlyList<InputError>? Errors = null);

/// <summary>One thing wrong with an input.</summary>
/// <param name="Path">Where: a JSON path such as <c>regions[3].shape.points</c>, or <c>file.csv:17</c>.</param>
/// <param name="Reason">What, in a sentence.</param>
public sealed record InputError(string Path, string Reason);
