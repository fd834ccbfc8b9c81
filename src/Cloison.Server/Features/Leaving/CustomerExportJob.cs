using System.Security.Cryptography;
using Cloison.Contracts;
using Cloison.Formats.Package;
using Cloison.Server.Features.Leaving.Packaging;
using Cloison.Server.Features.Review;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Blobs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing.Age;

namespace Cloison.Server.Features.Leaving;

/// <summary>Makes an export of everything: streams all parts into a sealed artefact, which appears whole or not at all.</summary>
internal sealed class CustomerExportJob(
    IEnumerable<IPackagePart> parts, ResultMaker results, CertificateSigner signer, ControlDatabase control, TimeProvider clock)
{
    private readonly IReadOnlyList<IPackagePart> parts = [.. parts];

    /// <summary>Stopped anywhere, it is run again from its start, into another artefact.</summary>
    public async Task RunAsync(Compartment compartment, ExportId id, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => CustomerExportRow.Read(db, id), ct) is not { State: TransferState.Running } row)
            return;
        // What an earlier run left.
        DeleteFiles(compartment, id);
        // Answers that are in count, also when their consensus has not been worked out yet.
        await results.MakeAsync(compartment, ct);
        var codeName = await CodeNames.OfAsync(control, compartment.Customer, ct);
        var (file, members) = await WriteAsync(compartment, id, codeName, row.OpenOrder(compartment).Recipient, ct);
        await compartment.Database.WriteAsync(
            db => db.Execute(
                "UPDATE customer_exports SET state = @done, artifact = @artifact, bytes = @bytes, members = @members, finished_at = @now WHERE id = @id AND state = @running",
                ("@done", (long)TransferState.Done), ("@artifact", file.Name), ("@bytes", file.PlainBytes), ("@members", members), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()),
                ("@id", id.Text), ("@running", (long)TransferState.Running)),
            ct);
    }

    /// <summary>Says that it cannot be made, and why.</summary>
    /// <param name="problem">Null when the key is gone, and nothing can be sealed.</param>
    public Task FailAsync(Compartment compartment, ExportId id, string? problem, CancellationToken ct)
    {
        var text = problem is null ? null : compartment.Keys.ForCompartment().SealText(Seals.CustomerExportProblem(id), problem);
        return compartment.Database.WriteAsync(
            db => db.Execute(
                "UPDATE customer_exports SET state = @failed, problem = @problem, finished_at = @now WHERE id = @id AND state = @running",
                ("@failed", (long)TransferState.Failed), ("@problem", text), ("@now", clock.GetUtcNow().ToUnixTimeMilliseconds()), ("@id", id.Text),
                ("@running", (long)TransferState.Running)),
            ct);
    }

    private static void DeleteFiles(Compartment compartment, ExportId id)
    {
        foreach (var name in compartment.Blobs.ListArtifacts(null).Where(name => name.StartsWith(id.Text, StringComparison.Ordinal)).ToList())
            compartment.Blobs.DeleteArtifact(null, name);
    }

    private async Task<(StoredArtifact File, long Members)> WriteAsync(Compartment compartment, ExportId id, string codeName, string? recipient, CancellationToken ct)
    {
        // An artefact's name is given once, so every run takes another.
        await using var artifact = await compartment.Blobs.CreateArtifactAsync(null, $"{id}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}", ct);
        await using var age = recipient is not null && AgeRecipient.TryParse(recipient, out var key) ? await AgeWriteStream.StartAsync(artifact, [key], ct) : null;
        var at = clock.GetUtcNow();
        await using var package = await PackageWriter.StartAsync(compartment, id.Text, at, age is null ? artifact : age, ct);
        await package.AddAsync("README.md", PackageReadme.Text(codeName, at, parts), ct);
        foreach (var part in parts)
            await part.WriteAsync(package, compartment, ct);
        var members = package.Members;
        await package.CompleteAsync(hash => signer.SignAsync(PackageManifest.NoteText(codeName, at, members, hash), ct), ct);
        if (age is not null)
            await age.CompleteAsync(ct);
        return (await artifact.CommitAsync(ct), members);
    }
}
