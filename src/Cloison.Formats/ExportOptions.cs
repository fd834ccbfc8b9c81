using Cloison.Formats.Dataset;

namespace Cloison.Formats;

/// <summary>How files are written.</summary>
public sealed record ExportOptions
{
    public static readonly ExportOptions Default = new();

    /// <summary>
    /// For formats that hold one answer an item: the kind to write, the first that the item has. Rejected and superseded
    /// annotations are never chosen; of several, the last one is.
    /// </summary>
    public IReadOnlyList<AnswerKind> Prefer { get; init; } = [AnswerKind.Result, AnswerKind.Gold, AnswerKind.Annotation, AnswerKind.Prediction];

    /// <summary>
    /// CSV and TSV: write cells exactly as they are. By default a cell that a spreadsheet would run as a formula gets an apostrophe in front.
    /// </summary>
    public bool Exact { get; init; }
}
