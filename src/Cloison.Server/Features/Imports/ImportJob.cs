using Cloison.Contracts;
using Cloison.Formats.Files;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Imports;

/// <summary>
/// Finishes an import: reads what waited, images before the tables and labels that speak of them. It may be stopped anywhere and run again from
/// the start: tasks and labels that are in are not added twice, and refusals are counted anew.
/// </summary>
internal sealed class ImportJob(AssetStore assets, Ontologies ontologies, TimeProvider clock)
{
    /// <exception cref="ImportCancelledException">Somebody cancelled the import.</exception>
    public async Task RunAsync(Compartment compartment, ProjectId project, ImportId id, CancellationToken ct)
    {
        var found = await ActiveImport.FindAsync(compartment, project, id, TransferState.Running, ontologies, ct);
        if (!found.Succeeded)
            return;
        var import = found.Value;
        var archives = new List<ZipSource>();
        try
        {
            var (kept, images) = await ListAsync(import, ct);
            var pending = kept.Where(f => f.Kind != FileKind.Archive).Select(f => Pending(import, f)).ToList();
            foreach (var archive in kept.Where(f => f.Kind == FileKind.Archive))
                pending.AddRange(await ReadArchiveAsync(import, archive, archives, images, ct));
            foreach (var table in pending.Where(f => f.Kind.MakesTasks()))
                await ReadTableAsync(import, table, ct);
            await ReadLabelsAsync(import, pending, images, ct);
        }
        finally
        {
            foreach (var archive in archives)
                await archive.DisposeAsync();
        }

        await EndAsync(compartment, id, TransferState.Done, null, ct);
        SpoolFile.DeleteAll(compartment.Blobs, project, id);
    }

    /// <summary>Says that it cannot be finished, and why.</summary>
    /// <param name="problem">Null when the project's key is gone, and nothing can be sealed.</param>
    public Task FailAsync(Compartment compartment, ProjectId project, ImportId id, string? problem, CancellationToken ct)
    {
        var text = problem is null ? null : compartment.Sealer(project).SealText(Seals.ImportProblem(id), problem);
        return EndAsync(compartment, id, TransferState.Failed, text, ct);
    }

    private static async Task<(List<ReceivedFile> Kept, List<string> Images)> ListAsync(ActiveImport import, CancellationToken ct)
    {
        var (kept, images) = (new List<ReceivedFile>(), new List<string>());
        for (var after = Array.Empty<byte>(); ;)
        {
            var from = after;
            var page = await import.Compartment.Database.ReadAsync(
                db => db.List(
                    $"SELECT {ReceivedFile.Columns} FROM import_files WHERE import = @import AND path_key > @after ORDER BY path_key LIMIT 1000", ReceivedFile.Map,
                    ("@import", import.Id.Text), ("@after", from)),
                ct);
            kept.AddRange(page.Where(f => f.Artifact is not null));
            images.AddRange(page.Where(f => f.Kind == FileKind.Image && f.Outcome != FileOutcomes.Refused).Select(f => f.OpenPath(import)));
            if (page.Count < 1000)
                return (kept, images);
            after = page[^1].PathKey;
        }
    }

    private static PendingFile Pending(ActiveImport import, ReceivedFile file) =>
        new(file.OpenPath(import), file.Kind, null, token => SpoolFile.OpenAsync(import, file.Artifact!, token));

    private async Task<List<PendingFile>> ReadArchiveAsync(
        ActiveImport import, ReceivedFile file, List<ZipSource> open, List<string> images, CancellationToken ct)
    {
        var path = file.OpenPath(import);
        await TaskIntake.StartOverAsync(import, path, ct);
        await using var intake = new TaskIntake(import, path, clock, ct);
        var pending = new List<PendingFile>();
        try
        {
            // Open until the end: what is handed back is read from it later.
            var archive = await ZipSource.OpenAsync(await SpoolFile.OpenAsync(import, file.Artifact!, ct), ArchiveImport.Limits, ct);
            open.Add(archive);
            images.AddRange(archive.Files.Where(f => f.Extension is ".jpg" or ".jpeg" or ".png" or ".webp").Select(f => f.Name));
            pending = await new ArchiveImport(import, assets, ct).RunAsync(archive, intake);
        }
        catch (InvalidDataException e)
        {
            await intake.RefuseAsync(path, $"The archive cannot be read: {e.Message}");
        }

        var totals = await intake.CompleteAsync(path);
        await NoteTasksAsync(import, path, totals.Tasks, ct);
        return pending;
    }

    private async Task ReadTableAsync(ActiveImport import, PendingFile table, CancellationToken ct)
    {
        await TaskIntake.StartOverAsync(import, table.Path, ct);
        var totals = await TableImport.RunAsync(import, table.Kind, new SingleFileSource(table.Path, table.OpenAsync), table.Path, clock, ct);
        await NoteTasksAsync(import, table.Path, totals.Tasks, ct);
    }

    private static async Task ReadLabelsAsync(ActiveImport import, List<PendingFile> pending, List<string> images, CancellationToken ct)
    {
        if (import.Options.Labels == ImportedLabels.None)
            return;
        // Label files are read together, so their refusals are kept together, under a path that no file can have.
        const string labels = "/labels";
        await TaskIntake.StartOverAsync(import, labels, ct);
        foreach (var kind in pending.Where(f => f.Kind.IsLabels()).GroupBy(f => f.Kind).OrderBy(g => g.Key))
            await new LabelImport(import, import.PathKey(labels).Key, ct)
                .RunAsync(kind.Key, new PendingFiles(kind, kind.Key is FileKind.Yolo ? images : []));
    }

    private static Task NoteTasksAsync(ActiveImport import, string path, long tasks, CancellationToken ct) => import.Compartment.Database.WriteAsync(
        db => db.Execute(
            "UPDATE import_files SET tasks = tasks + @tasks WHERE import = @import AND path_key = @key",
            ("@tasks", tasks), ("@import", import.Id.Text), ("@key", import.PathKey(path).Key)),
        ct);

    private Task EndAsync(Compartment compartment, ImportId id, TransferState state, byte[]? problem, CancellationToken ct) => compartment.Database.WriteAsync(
        db => db.Execute(
            "UPDATE imports SET state = @state, problem = @problem, finished_at = @now WHERE id = @id AND state = @running",
            ("@state", (long)state), ("@problem", problem), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", id.Text),
            ("@running", (long)TransferState.Running)),
        ct);
}
