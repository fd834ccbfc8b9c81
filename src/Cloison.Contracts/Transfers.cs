using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;

namespace Cloison.Contracts;

/// <summary>An image stored for the instructions.</summary>
public sealed record AddedAsset(AssetId Id);

/// <summary>One row of what a program sends to make tasks.</summary>
/// <param name="Data">
/// By input name. An image is <c>{"asset":"ast_…"}</c>, or <c>{"file":"street/1.jpg"}</c> with the name of a file sent with it or imported before.
/// </param>
/// <param name="ExternalId">The customer's own name for it; the content decides when absent.</param>
/// <param name="Priority">0 to 100; higher first.</param>
public sealed record NewTask(
    TaskData Data,
    string? ExternalId = null,
    string? Batch = null,
    int? Priority = null,
    IReadOnlyList<PredictionDetail>? Predictions = null,
    AnnotationContent? Gold = null);

public enum ImportedLabels
{
    /// <summary>Labels in the files are ignored.</summary>
    None,

    /// <summary>Shown to people as pre-labels.</summary>
    Predictions,

    /// <summary>The known right answers.</summary>
    Gold,
}

/// <summary>How rows become tasks.</summary>
/// <param name="Inputs">Column by input name: which column fills which input of the ontology.</param>
/// <param name="ExternalId">The column that identifies a row for the customer; the content decides when absent.</param>
/// <param name="Labels">Column by field name: answers already there.</param>
public sealed record RowMapping(IReadOnlyDictionary<string, string> Inputs, string? ExternalId = null, IReadOnlyDictionary<string, string>? Labels = null);

/// <param name="Labels">What labels found in the files become.</param>
/// <param name="Model">Names the predictions' origin.</param>
/// <param name="BatchName">The tasks' batch; made when there is none of this name.</param>
/// <param name="AllowNames">Lets names of the customer's deny-list through; recorded.</param>
public sealed record NewImport(ImportedLabels Labels = ImportedLabels.Predictions, string? Model = null, string? BatchName = null, RowMapping? Mapping = null, bool AllowNames = false);

public enum TransferState
{
    /// <summary>Takes files.</summary>
    Receiving,

    /// <summary>Works.</summary>
    Running,
    Done,
    Failed,
    Cancelled,
}

/// <param name="Files">Files received, good ones.</param>
/// <param name="Duplicates">Tasks that were there already and were not added twice.</param>
public sealed record ImportSummary(
    ImportId Id, TransferState State, ImportedLabels Labels, string? BatchName, long Files, long Tasks, long Duplicates, long LabelsAdded, long Refused,
    string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

/// <param name="Place">The file, and the line or element in it.</param>
public sealed record Refusal(string Place, string Reason);

/// <param name="Outcome">
/// asset, task, duplicate and refused are final; labels and archive are read when the import is finished, and so are rows that name files or are many.
/// </param>
public sealed record FileReceipt(string Path, string Outcome, long Tasks, string? Reason = null);

/// <summary>The head of a rows file, read but not stored.</summary>
/// <param name="Suggested">A mapping guessed from names and types.</param>
public sealed record RowsPreview(string Format, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string?>> Rows, RowMapping Suggested);

public enum ExportedAnswers
{
    /// <summary>One answer a task: the result.</summary>
    Results,

    /// <summary>Every accepted answer.</summary>
    Accepted,

    /// <summary>Everything, also predictions, rejected and surplus answers (native only).</summary>
    Everything,
}

/// <param name="Format">native, coco, voc, yolo, cvat, csv, conll.</param>
/// <param name="IncludeMedia">Adds the files themselves, where the format is an archive.</param>
public sealed record NewExport(string Format, ExportedAnswers Answers = ExportedAnswers.Results, bool IncludeMedia = false);

/// <param name="Losses">What the format could not hold, counted.</param>
public sealed record ExportSummary(
    ExportId Id, string Format, ExportedAnswers Answers, TransferState State, string FileName, long Bytes, long Tasks, long Annotations,
    IReadOnlyList<Loss> Losses, string? Problem, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt);

public sealed record Loss(string What, string Reason, long Count);

/// <param name="Extension">Of an exported file, with its dot.</param>
/// <param name="CanHoldMedia">Whether the files themselves can be put into the archive.</param>
public sealed record FormatSummary(string Id, string Title, string Extension, bool CanImport, bool CanExport, bool CanHoldMedia);
