using System.Security.Cryptography;
using Cloison.Contracts;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Review;
using Cloison.Server.Platform;
using Cloison.Storage.Blobs;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.Exports;

/// <summary>Makes an export: streams the tasks through the format's writer into a sealed artefact, which appears whole or not at all.</summary>
internal sealed class ExportJob(Ontologies ontologies, ResultMaker results, TimeProvider clock)
{
    /// <summary>Stopped anywhere, it is run again from its start, into another artefact.</summary>
    public async Task RunAsync(Compartment compartment, ProjectId project, ExportId id, CancellationToken ct)
    {
        var (row, version) = await compartment.Database.ReadAsync(
            db => (ExportRow.Read(db, project, id), ProjectRow.Read(db, project)?.OntologyVersion ?? 0), ct);
        if (row is not { State: TransferState.Running })
            return;
        // What an earlier run left.
        DeleteFiles(compartment, project, id);
        var order = row.OpenOrder(compartment).Export;
        var format = FormatCatalog.Find(order.Format)!;
        // Answers that are in count, also when their consensus has not been worked out yet.
        await results.MakeAsync(compartment, ct);
        var ontology = (await ontologies.FindAsync(compartment, project, version, ct))!;
        var items = new ExportItems(compartment, project, order.Answers, await TaskSet.GatherAsync(compartment, project, order.Answers, ct));
        var (file, fidelity) = await WriteAsync(compartment, project, id, format, new(ontology, items.ReadAsync), order.IncludeMedia, ct);
        var report = compartment.Sealer(project).SealJson<IReadOnlyList<Loss>>(
            Seals.ExportReport(id), [.. fidelity.Losses.Select(l => new Loss(l.Kind, l.Reason, l.Count))]);
        var done = await compartment.Database.WriteAsync(
            db => db.Execute(
                """
                UPDATE exports SET state = @done, artifact = @artifact, bytes = @bytes, tasks = @tasks, annotations = @annotations, report = @report, finished_at = @now
                WHERE id = @id AND state = @running
                """,
                ("@done", (long)TransferState.Done), ("@artifact", file.Name), ("@bytes", file.PlainBytes), ("@tasks", fidelity.Items), ("@annotations", items.Answers),
                ("@report", report), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", id.Text), ("@running", (long)TransferState.Running)),
            ct);
        if (done == 0)
            DeleteFiles(compartment, project, id);
    }

    /// <summary>Says that it cannot be made, and why.</summary>
    /// <param name="problem">Null when the project's key is gone, and nothing can be sealed.</param>
    public Task FailAsync(Compartment compartment, ProjectId project, ExportId id, string? problem, CancellationToken ct)
    {
        var text = problem is null ? null : compartment.Sealer(project).SealText(Seals.ExportProblem(id), problem);
        return compartment.Database.WriteAsync(
            db => db.Execute(
                "UPDATE exports SET state = @failed, problem = @problem, finished_at = @now WHERE id = @id AND state = @running",
                ("@failed", (long)TransferState.Failed), ("@problem", text), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", id.Text),
                ("@running", (long)TransferState.Running)),
            ct);
    }

    public static void DeleteFiles(Compartment compartment, ProjectId project, ExportId id)
    {
        foreach (var name in compartment.Blobs.ListArtifacts(project).Where(name => name.StartsWith(id.Text, StringComparison.Ordinal)).ToList())
            compartment.Blobs.DeleteArtifact(project, name);
    }

    private static async Task<(StoredArtifact File, FidelityReport Fidelity)> WriteAsync(
        Compartment compartment, ProjectId project, ExportId id, FormatInfo format, DatasetSource source, bool includeMedia, CancellationToken ct)
    {
        StoredArtifact labels;
        FidelityReport fidelity;
        await using (var artifact = await compartment.Blobs.CreateArtifactAsync(project, NewName(id), ct))
        {
            fidelity = await format.Writer!.WriteAsync(source, artifact, ExportOptions.Default, ct);
            labels = await artifact.CommitAsync(ct);
        }

        if (!includeMedia)
            return (labels, fidelity);
        // Writers close their archives, so the files are added while it is copied.
        await using var whole = await compartment.Blobs.CreateArtifactAsync(project, NewName(id), ct);
        await using (var written = await compartment.Blobs.OpenArtifactAsync(project, labels.Name, ct) ?? throw new IOException("An artefact is gone."))
            await MediaArchive.WriteAsync(compartment, project, format, written, source.Items(ct), whole, ct);
        var stored = await whole.CommitAsync(ct);
        compartment.Blobs.DeleteArtifact(project, labels.Name);
        return (stored, fidelity);
    }

    // An artefact's name is given once, so every run takes another.
    private static string NewName(ExportId id) => $"{id}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
}
