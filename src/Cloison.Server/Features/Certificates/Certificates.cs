using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Certificates;

/// <summary>Makes certificates: signed notes, each with its hash in the log of the customer that it is for.</summary>
internal sealed class Certificates(ControlDatabase control, CertificateSigner signer, WallClock wallClock)
{
    /// <param name="make">Reads what it says; within one reading of the control database.</param>
    /// <param name="caller">Who asked for it; null: nobody did.</param>
    /// <param name="about">Whose end of screening it is, and since when he has seen nothing.</param>
    /// <exception cref="LogUnavailableException">The customer's log does not take it: there is no certificate.</exception>
    public async Task<CertificateSummary> MakeAsync(
        CustomerId customer, AccessLog log, CertificateOf kind, Func<Session, CertificateHead, WallTime, Certificate> make, Caller? caller, (PersonId Person, DateTimeOffset LastSeen)? about,
        CancellationToken ct)
    {
        var entry = caller is null ? new(LogTypes.Certificate, Actor: null, Session: null) : LogEntry.By(caller, LogTypes.Certificate);
        var signed = await SignAsync(customer, log, make, entry with { Purpose = LogEntry.Words([kind]) }, ct);
        var made = new CertificateSummary(CertificateId.New(signed.At), kind, signed.At, signed.Index, signed.Hash, signed.Note);
        await control.WriteAsync(db => Insert(db, customer, made, about), CancellationToken.None);
        return made;
    }

    /// <summary>Signs one and states it in the customer's log, without keeping it: what has content is kept by its compartment.</summary>
    /// <param name="entry">What the log holds; the note's hash is added.</param>
    /// <exception cref="LogUnavailableException">The customer's log does not take it: there is no certificate.</exception>
    public async Task<SignedCertificate> SignAsync(
        CustomerId customer, AccessLog log, Func<Session, CertificateHead, WallTime, Certificate> make, LogEntry entry, CancellationToken ct)
    {
        var logged = await log.Tree.PublishAsync(ct);
        var (text, at) = await control.ReadAsync(
            db =>
            {
                var time = wallClock.Now(WallLog.LastAt(db));
                return (make(db, Head(db, customer, time.Time, logged), time).ToText(), time.Time);
            },
            ct);
        var note = await signer.SignAsync(text, ct);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note)));
        return new(note, at, hash, await log.AppendAsync(entry with { Object = $"sha256:{hash}" }, CancellationToken.None));
    }

    public static List<CertificateSummary> List(Session db, CustomerId customer) => db.List(
        "SELECT id, kind, made_at, entry, hash, note FROM certificates WHERE customer = @customer ORDER BY id DESC LIMIT 1000",
        row => new CertificateSummary(row.Id<CertificateKind>(0), row.Enum<CertificateOf>(1), row.Time(2), row.GetInt64(3), row.GetString(4), row.GetString(5)), ("@customer", customer.Text));

    private static CertificateHead Head(Session db, CustomerId customer, DateTimeOffset at, LogHead log)
    {
        var codeName = db.Scalar<string>("SELECT COALESCE(code_name, id) FROM customers WHERE id = @id", ("@id", customer.Text))!;
        var (rows, hash) = db.First("SELECT n, hash FROM wall_decisions ORDER BY n DESC LIMIT 1", row => (row.GetInt64(0), row.Bytes(1)));
        return new(
            codeName, Certificate.HashOf(customer), at, WallRules.Version, new(rows, Convert.ToHexStringLower(hash ?? [])), new(log.Size, log.Checkpoint.Root.ToString()));
    }

    private static void Insert(Session db, CustomerId customer, CertificateSummary made, (PersonId Person, DateTimeOffset LastSeen)? about) => db.Execute(
        """
        INSERT INTO certificates (id, customer, kind, person, last_seen, made_at, entry, hash, note)
        VALUES (@id, @customer, @kind, @person, @seen, @at, @entry, @hash, @note)
        """,
        ("@id", made.Id.Text), ("@customer", customer.Text), ("@kind", (long)made.Kind), ("@person", about?.Person.Text), ("@seen", about?.LastSeen.ToUnixTimeMilliseconds()),
        ("@at", made.At.ToUnixTimeMilliseconds()), ("@entry", made.Index), ("@hash", made.Hash), ("@note", made.Note));
}
