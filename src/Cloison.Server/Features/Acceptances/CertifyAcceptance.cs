using System.Globalization;
using System.Text;
using Cloison.Contracts;
using Cloison.Inference.Acceptance;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Transparency.Notes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Decides an acceptance for good, and certifies the verdict. Asked again, it gives the same certificate.</summary>
internal static class CertifyAcceptance
{
    // Of a note's bytes, so much is left for the signatures.
    private const int SignatureBytes = 10_000;

    public static async Task<Results<Ok<CertifiedAcceptance>, ProblemHttpResult>> HandleAsync(
        ProjectId project, int number, Caller caller, AccessLog log, Compartment compartment, Certificates.Certificates certificates, CertificateSigner signer, TimeProvider clock,
        CancellationToken ct)
    {
        if (await AuditState.ReadAsync(compartment, project, number, ct) is not { } audit)
            return CommonProblems.NotFound.ToHttp();
        var sealer = compartment.Sealer(project);
        if (audit.Row.Certificate is { } kept)
            return TypedResults.Ok(sealer.OpenJson<CertifiedAcceptance>(Seals.AcceptanceCertificate(project, number), kept));
        var verdict = audit.Progress.State;
        if (verdict is AcceptanceState.Open or AcceptanceState.Withdrawn)
            return (verdict == AcceptanceState.Open ? AcceptanceProblems.Undecided : AcceptanceProblems.Withdrawn).ToHttp();

        var (name, lot, earlier) = (
            await AcceptanceNames.OfAsync(compartment, project, audit.Row.Demand.Batch, ct), (await ReadLot.ReadAsync(project, number, compartment, ct))!,
            await compartment.Database.ReadAsync(audit.Row.CountEarlier, ct));
        var report = audit.Judge(sealer);
        var sampleText = AcceptanceLists.SampleText(audit.Drawn.Select(d => (d.Task, d.OpenDigest(sealer))));
        AcceptanceCertificate Make(CertificateHead head) => new(
            head, project, audit.Row.Demand.Batch, name, number, earlier, audit.Row.DrawnAt, audit.Row.OpenDemand(sealer), report.LotSize, report.Plan.SampleSize,
            report.Plan.AcceptanceNumber, report.Seed.ToString(CultureInfo.InvariantCulture), AcceptanceLists.HashOf(lot), AcceptanceLists.HashOf(sampleText), report.RejectableChance,
            report.AcceptableChance, verdict == AcceptanceState.Accepted, audit.Progress.Audited, report.Wrong, audit.Progress.Repaired, report.Rate, report.UpperRate,
            report.WeightedRate, report.UpperWeightedRate, [.. audit.Drawn.OrderBy(d => d.Task.Text, StringComparer.Ordinal).Select(d => new CertifiedTask(d.Task, d.Stratum, audit.StateOf(d), d.Changes))],
            ReadAcceptance.KindsOf(report), ErrorsOf(report));
        if (Encoding.UTF8.GetByteCount(Make(new("", "", audit.Row.DrawnAt, 0, new(0, ""), new(0, ""))).ToText()) > SignedNote.MaxBytes - SignatureBytes)
            return AcceptanceProblems.CertificateTooLong.ToHttp();

        // First nothing may change any more: the log must not have the hash of a verdict that is overtaken.
        var now = clock.GetUtcNow();
        if (!await compartment.Database.WriteAsync(db => Freeze(db, audit.Row, verdict, caller.Person, now), ct))
            return AcceptanceProblems.Undecided.ToHttp();
        var signed = await certificates.SignAsync(
            caller.OwnCustomer, log, (_, head, _) => Make(head),
            LogEntry.By(caller, LogTypes.Certificate, project, purpose: "acceptance", decision: verdict == AcceptanceState.Accepted ? "accepted" : "refused"), ct);
        var made = new CertifiedAcceptance(signed.At, signed.Index, signed.Hash, await signer.PublicKeyAsync(ct), signed.Note);
        var certificate = sealer.SealJson(Seals.AcceptanceCertificate(project, number), made);
        await compartment.Database.WriteAsync(
            db => db.Execute(
                "UPDATE acceptances SET certificate = @certificate, certified_at = @at, entry = @entry WHERE project = @project AND n = @n",
                ("@certificate", certificate), ("@at", signed.At.ToUnixTimeMilliseconds()), ("@entry", signed.Index), ("@project", project.Text), ("@n", (long)number)),
            CancellationToken.None);
        return TypedResults.Ok(made);
    }

    private static List<CertifiedError> ErrorsOf(AcceptanceReport report) =>
    [
        .. report.Errors.SelectMany(i => i.Errors.OrderBy(e => e.Kind, StringComparer.Ordinal).Select(e => new CertifiedError(TaskId.Parse(i.ItemId), new(e.Kind, e.Weight, e.Note.Length == 0 ? null : e.Note)))),
    ];

    // A verdict that was frozen, and whose signing failed, is certified by the next who asks.
    private static bool Freeze(Session db, AcceptanceRow judged, AcceptanceState verdict, PersonId by, DateTimeOffset now) => db.Execute(
        """
        UPDATE acceptances SET state = @verdict, ended_by = @by, ended_at = @now WHERE project = @project AND n = @n AND version = @version AND state IN (0, @verdict) AND certificate IS NULL
        """,
        ("@verdict", (long)verdict), ("@by", by.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@project", judged.Project.Text), ("@n", (long)judged.Number),
        ("@version", judged.Version)) > 0;
}
