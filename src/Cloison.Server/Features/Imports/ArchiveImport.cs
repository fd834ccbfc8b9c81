using Cloison.Formats.Files;
using Cloison.Server.Features.Assets;

namespace Cloison.Server.Features.Imports;

/// <summary>Goes through a zip archive entry by entry, without unpacking it to disk: images and texts become tasks, the rest is handed back.</summary>
internal sealed class ArchiveImport(ActiveImport import, AssetStore assets, CancellationToken ct)
{
    public static readonly ArchiveLimits Limits = new(MaxEntries: 200_000, MaxEntryBytes: 8L << 30);

    /// <returns>Tables and labels, which are read when all images are in.</returns>
    public async Task<List<PendingFile>> RunAsync(ZipSource archive, TaskIntake intake)
    {
        var pending = new List<PendingFile>();
        foreach (var refusal in archive.Refusals)
            await intake.RefuseAsync(refusal.Place, refusal.Reason);
        foreach (var entry in archive.Files)
            try
            {
                if (await TakeAsync(archive, entry, intake) is { } waits)
                    pending.Add(waits);
            }
            catch (InvalidDataException e)
            {
                // Damaged, or unpacks to more than it may.
                await intake.RefuseAsync(entry.Name, e.Message);
            }

        return pending;
    }

    private async Task<PendingFile?> TakeAsync(ZipSource archive, SourceFile entry, TaskIntake intake)
    {
        await using var stream = await archive.OpenAsync(entry, ct);
        var file = await Lookahead.ReadAsync(stream, FileKinds.HeadBytes, ct);
        var kind = FileKinds.Of(entry.Name, file.Head.Span, import.Ontology);
        if (kind.IsLabels() || kind.MakesTasks())
            return new(entry.Name, kind, entry.LengthBytes, token => archive.OpenAsync(entry, token));
        if (kind == FileKind.Image && import.ImageInput is not null)
        {
            if (await assets.IngestAsync(import.Compartment, import.Project, file, ct) is { Succeeded: true } asset)
                await intake.AddImageAsync(entry.Name, asset.Value);
            else
                await intake.RefuseAsync(entry.Name, "This is not a readable image, or is too large.");
        }
        else if (kind == FileKind.Text)
        {
            var text = await FileReceiver.ReadTextAsync(file, ct);
            if (text.Succeeded)
                await intake.AddTextAsync(entry.Name, text.Value);
            else
                await intake.RefuseAsync(entry.Name, FileReceiver.Reason(text.Problem));
        }
        else
            await intake.RefuseAsync(entry.Name, kind switch
            {
                FileKind.Image => "The project shows no images.",
                FileKind.Archive => "Archives within archives are not opened.",
                _ => FileReceiver.UnknownReason,
            });

        return null;
    }
}
