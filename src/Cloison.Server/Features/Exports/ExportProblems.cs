using Cloison.Domain;

namespace Cloison.Server.Features.Exports;

/// <summary>Every expected failure of taking data out.</summary>
internal static class ExportProblems
{
    public static readonly Problem NotReady = new("export.not_ready", 409, "This export is not done.");
}
