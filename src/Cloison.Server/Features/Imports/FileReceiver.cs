using System.Text;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Formats.Files;
using Cloison.Server.Features.Assets;
using Cloison.Storage.Blobs;

namespace Cloison.Server.Features.Imports;

/// <summary>
/// Takes in one file of an import. Images and texts become tasks at once; tables too, when they need nothing else and are not too long for a
/// request; labels, archives and other tables wait, sealed, for the finish, because they speak of files that may still come.
/// </summary>
internal sealed class FileReceiver(AssetStore assets, TimeProvider clock)
{
    private const int MaxTextBytes = 8 << 20;
    private const long MaxTableBytesAtOnce = 64 << 20;
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="path">As <see cref="FileName.TryNormalise"/> gives it.</param>
    /// <returns>A receipt, also for a file that is refused. The same path again gives the same receipt and reads nothing.</returns>
    public async Task<FileReceipt> ReceiveAsync(ActiveImport import, string path, Stream content, CancellationToken ct)
    {
        var key = import.PathKey(path).Key;
        if (await import.Compartment.Database.ReadAsync(db => ReceivedFile.Read(db, import.Id, key), ct) is { } before && before.Outcome != FileOutcomes.Refused)
            return before.Open(import);
        await TaskIntake.StartOverAsync(import, path, ct);
        var file = await Lookahead.ReadAsync(content, FileKinds.HeadBytes, ct);
        var kind = FileKinds.Of(path, file.Head.Span, import.Ontology);
        return kind switch
        {
            FileKind.Image when import.ImageInput is null => await RefuseAsync(import, path, kind, "The project shows no images.", ct),
            FileKind.Image => await ReceiveImageAsync(import, path, file, ct),
            FileKind.Text => await ReceiveTextAsync(import, path, file, ct),
            FileKind.Archive => await KeepAsync(import, path, kind, FileOutcomes.Archive, file, ct),
            _ when kind.IsLabels() => await KeepAsync(import, path, kind, FileOutcomes.Labels, file, ct),
            _ when kind.MakesTasks() => await ReceiveTableAsync(import, path, kind, file, ct),
            _ => await RefuseAsync(import, path, kind, UnknownReason, ct),
        };
    }

    public const string UnknownReason = "This is no kind of file that is read here: JPEG, PNG and WebP images, texts, tables (CSV, TSV, JSON, JSON Lines), labels and zip archives are.";

    /// <summary>The text of a file, or why it is none.</summary>
    public static async Task<Outcome<string>> ReadTextAsync(Stream content, CancellationToken ct)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[64 << 10];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            if (bytes.Length + read > MaxTextBytes)
                return BlobProblems.TooLarge(MaxTextBytes);
            await bytes.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        try
        {
            var text = Utf8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)).TrimStart('\uFEFF');
            return string.IsNullOrWhiteSpace(text) ? NotText("The file is empty.") : text.Contains('\0') ? NotText("The file is no text.") : text;
        }
        catch (DecoderFallbackException)
        {
            return NotText("The text is not valid UTF-8.");
        }

        static Problem NotText(string reason) => new("import.not_text", 422, reason);
    }

    private async Task<FileReceipt> ReceiveImageAsync(ActiveImport import, string path, Stream content, CancellationToken ct)
    {
        var stored = await assets.IngestAsync(import.Compartment, import.Project, content, ct);
        if (!stored.Succeeded)
            return await RefuseAsync(import, path, FileKind.Image, Reason(stored.Problem), ct);
        return await MakeAsync(import, path, FileKind.Image, FileOutcomes.Asset, intake => intake.AddImageAsync(path, stored.Value), ct);
    }

    private async Task<FileReceipt> ReceiveTextAsync(ActiveImport import, string path, Stream content, CancellationToken ct)
    {
        var text = await ReadTextAsync(content, ct);
        return text.Succeeded
            ? await MakeAsync(import, path, FileKind.Text, FileOutcomes.Task, intake => intake.AddTextAsync(path, text.Value), ct)
            : await RefuseAsync(import, path, FileKind.Text, Reason(text.Problem), ct);
    }

    /// <summary>Makes the one task of a file.</summary>
    private async Task<FileReceipt> MakeAsync(ActiveImport import, string path, FileKind kind, string outcome, Func<TaskIntake, ValueTask> add, CancellationToken ct)
    {
        await using var intake = new TaskIntake(import, path, clock, ct);
        await add(intake);
        var totals = await intake.CompleteAsync(path);
        if (totals.FirstRefusal is { } refusal)
            return await ReceivedFile.NoteAsync(import, new(path, FileOutcomes.Refused, 0, refusal.Reason), kind, null, ct, isRefusalKept: true);
        return await ReceivedFile.NoteAsync(import, new(path, totals.Duplicates > 0 ? FileOutcomes.Duplicate : outcome, totals.Tasks), kind, null, ct);
    }

    private async Task<FileReceipt> ReceiveTableAsync(ActiveImport import, string path, FileKind kind, Stream content, CancellationToken ct)
    {
        var kept = await SpoolFile.WriteAsync(import, content, ct);
        if (!kept.Succeeded)
            return await RefuseAsync(import, path, kind, Reason(kept.Problem), ct);
        var name = kept.Value.Name;
        // Rows of a project with images name files, which may come later.
        if (import.ImageInput is not null || kept.Value.PlainBytes > MaxTableBytesAtOnce)
            return await ReceivedFile.NoteAsync(import, new(path, FileOutcomes.Rows, 0), kind, name, ct);
        try
        {
            var totals = await TableImport.RunAsync(import, kind, new SingleFileSource(path, token => SpoolFile.OpenAsync(import, name, token)), path, clock, ct);
            return await ReceivedFile.NoteAsync(import, new(path, FileOutcomes.Rows, totals.Tasks), kind, null, ct);
        }
        finally
        {
            SpoolFile.Delete(import, name);
        }
    }

    private static async Task<FileReceipt> KeepAsync(ActiveImport import, string path, FileKind kind, string outcome, Stream content, CancellationToken ct)
    {
        if (outcome == FileOutcomes.Labels && import.Options.Labels == ImportedLabels.None)
            return await ReceivedFile.NoteAsync(import, new(path, outcome, 0, "This import leaves labels out."), kind, null, ct);
        var kept = await SpoolFile.WriteAsync(import, content, ct);
        return kept.Succeeded
            ? await ReceivedFile.NoteAsync(import, new(path, outcome, 0), kind, kept.Value.Name, ct)
            : await RefuseAsync(import, path, kind, Reason(kept.Problem), ct);
    }

    private static Task<FileReceipt> RefuseAsync(ActiveImport import, string path, FileKind kind, string reason, CancellationToken ct) =>
        ReceivedFile.NoteAsync(import, new(path, FileOutcomes.Refused, 0, reason), kind, null, ct);

    internal static string Reason(Problem problem) => problem.Detail is null ? problem.Title : $"{problem.Title} {problem.Detail}";
}
