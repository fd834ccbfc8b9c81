using Cloison.Domain;

namespace Cloison.Server.Features.Imports;

/// <summary>Every expected failure of bringing data in.</summary>
internal static class ImportProblems
{
    public static readonly Problem Closed = new("import.closed", 409, "This import takes nothing more.", "It is being finished, is finished, or was cancelled. Start another one.");
    public static readonly Problem Cancelled = new("import.cancelled", 409, "This import was cancelled.", "What was in before that stays in.");
    public static readonly Problem CutOff = new("import.cut_off", 400, "The request ended early.", "What was in before that stays in; sending it again adds nothing twice.");
    public static readonly Problem NoRows = new("import.no_rows", 422, "No rows can be read in this file.");

    public static Problem BadPath(string reason) => new("import.bad_path", 400, "This file name cannot be used.", reason);
}

/// <summary>Somebody cancelled the import while it was at work: the work stops where it is.</summary>
internal sealed class ImportCancelledException() : OperationCanceledException("The import was cancelled.");
