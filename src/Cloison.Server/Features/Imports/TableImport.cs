using Cloison.Formats.Files;

namespace Cloison.Server.Features.Imports;

/// <summary>Makes tasks of the rows of one file.</summary>
internal static class TableImport
{
    /// <param name="source">What refusals are kept under; see <see cref="ImportLedger.TakeBack"/>.</param>
    public static async Task<SinkTotals> RunAsync(ActiveImport import, FileKind kind, IFileSource file, string source, TimeProvider clock, CancellationToken ct)
    {
        await using var intake = new TaskIntake(import, source, clock, ct);
        await foreach (var entry in (await ItemReading.OpenAsync(import, kind, file, ct)).WithCancellation(ct))
            await intake.TakeAsync(entry);
        return await intake.CompleteAsync(file.Files[0].Name);
    }
}
