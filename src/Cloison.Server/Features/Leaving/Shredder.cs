using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Transfers;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Leaving;

/// <summary>
/// Destroys everything of a customer, step by step: who can get in, the keys, the database, the files; and certifies it. Stopped anywhere, also by a power cut, it goes on
/// where it was: a step is noted after it is done, and can be done twice.
/// </summary>
internal sealed class Shredder(
    Installation installation, ControlDatabase control, KnownCallers known, TransferJobs transfers, CustomerExports exports, CertificateSigner signer, KeptLogs keptLogs,
    TimeProvider clock, IDepartingLog log)
{
    /// <summary>Called when a step is done and not yet noted; a test crashes here.</summary>
    internal Action<DepartureStep> BeforeNoting { get; init; } = _ => { };

    /// <summary>Goes on until the certificate is there. Does nothing for a customer whose departure is not approved.</summary>
    public async Task RunAsync(CustomerId customer, CancellationToken ct)
    {
        while (await control.ReadAsync(db => Departure.Read(db, customer), ct) is { Step: > DepartureStep.Asked and < DepartureStep.Certified } departure)
        {
            var next = await DoNextAsync(departure, ct);
            BeforeNoting(next.Step);
            await control.WriteAsync(next.Update, ct);
        }
    }

    private async Task<Departure> DoNextAsync(Departure departure, CancellationToken ct)
    {
        var (customer, facts) = (departure.Customer, departure.Facts);
        switch (departure.Step)
        {
            case DepartureStep.Approved:
                await CloseAsync(customer, ct);
                return departure with { Step = DepartureStep.Closed, Facts = facts with { ClosedAt = clock.GetUtcNow() } };
            case DepartureStep.Closed:
                return departure with { Step = DepartureStep.Counted, Facts = await CountAsync(departure, ct) };
            case DepartureStep.Counted:
                await installation.DestroyKeysAsync(customer, ct);
                return departure with { Step = DepartureStep.KeysDestroyed, Facts = facts with { KeysDestroyedAt = clock.GetUtcNow() } };
            case DepartureStep.KeysDestroyed:
                await installation.DropDatabaseAsync(customer, ct);
                return departure with { Step = DepartureStep.DatabaseRemoved, Facts = facts with { DatabaseRemovedAt = clock.GetUtcNow() } };
            case DepartureStep.DatabaseRemoved:
                installation.DeleteFiles(customer);
                return departure with { Step = DepartureStep.FilesRemoved, Facts = facts with { FilesRemovedAt = clock.GetUtcNow() } };
            case DepartureStep.FilesRemoved:
                return departure with { Step = DepartureStep.Certified, Certificate = await signer.SignAsync(Certificate(departure).ToText(), ct) };
            default:
                throw new InvalidOperationException($"There is nothing to do after {departure.Step}.");
        }
    }

    /// <summary>First nobody gets in, then what is under way ends, then the keys leave the memory.</summary>
    private async Task CloseAsync(CustomerId customer, CancellationToken ct)
    {
        await control.WriteAsync(db => CustomerRows.Close(db, customer), ct);
        known.Forget();
        var opened = installation.Opened.FirstOrDefault(c => c.Customer == customer);
        await installation.CloseCompartmentAsync(customer, async () =>
        {
            await transfers.AbortAllAsync(customer);
            await exports.AbortAllAsync(customer);
        });
        if (opened is not null)
            await log.CloseAsync(opened);
    }

    private async Task<DepartureFacts> CountAsync(Departure departure, CancellationToken ct)
    {
        var customer = departure.Customer;
        var keys = await installation.KeysOfAsync(customer, ct);
        var (rows, head) = await installation.UseClosedAsync(customer, database => CountAsync(departure, database, ct), ct);
        var (files, fileBytes, databaseBytes) = await installation.MeasureClosedAsync(customer, ct);
        return departure.Facts with
        {
            Keys = [.. keys.Select(k => new DestroyedKey(k.Number, k.Purpose.Text(), k.Project?.Text, Convert.ToHexStringLower(k.CheckValue)))],
            Counts = (rows ?? new(0, 0, 0, 0, 0, 0, 0, 0)) with { Files = files, FileBytes = fileBytes, DatabaseBytes = databaseBytes },
            Log = head,
            Database = installation.DatabaseKind,
        };
    }

    private async Task<(DestroyedCounts? Rows, LastLogHead? Log)> CountAsync(Departure departure, Database database, CancellationToken ct)
    {
        var rows = await database.ReadAsync(
            db => db.First(
                """
                SELECT (SELECT COUNT(*) FROM projects), (SELECT COUNT(*) FROM tasks), (SELECT COUNT(*) FROM annotations), (SELECT COUNT(*) FROM reviews), (SELECT COUNT(*) FROM assets)
                """,
                row => new DestroyedCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), 0, 0, 0)),
            ct);
        // Now that nothing is read any more, nothing will be logged: its last head goes onto the certificate, and its hashes to where they outlive the database.
        var head = await log.EndAsync(departure.Customer, database, (path, content) => keptLogs.KeepAsync(departure.CodeName, path, content, ct), ct);
        return (rows, head);
    }

    private static DeletionCertificate Certificate(Departure departure)
    {
        var facts = departure.Facts;
        // The last thing that was destroyed: a backup from a moment before is the last one that holds any of it.
        var last = facts.FilesRemovedAt!.Value;
        return new(
            departure.CodeName, Contracts.Certificate.HashOf(departure.Customer), facts.AskedBy!, departure.AskedAt, facts.ApprovedBy!, departure.ApprovedAt!.Value, facts.ClosedAt!.Value,
            facts.KeysDestroyedAt!.Value, facts.Keys!, facts.Database!, facts.DatabaseRemovedAt!.Value, last, facts.Counts!, facts.Log, facts.BackupDays,
            DateOnly.FromDateTime(last.UtcDateTime.AddDays(facts.BackupDays)));
    }
}
