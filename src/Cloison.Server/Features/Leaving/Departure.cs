using System.Data.Common;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Leaving;

/// <summary>A row of table departures.</summary>
internal sealed record Departure(
    CustomerId Customer, string CodeName, DepartureStep Step, PersonId AskedBy, DateTimeOffset AskedAt, PersonId? ApprovedBy, DateTimeOffset? ApprovedAt, DepartureFacts Facts,
    string? Certificate)
{
    private const string Columns = "customer, code_name, step, asked_by, asked_at, approved_by, approved_at, facts, certificate";

    public static Departure? Read(Session db, CustomerId customer) =>
        db.First($"SELECT {Columns} FROM departures WHERE customer = @customer", Map, ("@customer", customer.Text));

    /// <summary>Those that are approved and not finished.</summary>
    public static List<CustomerId> UnderWay(Session db) => db.List(
        "SELECT customer FROM departures WHERE step > @asked AND step < @certified ORDER BY customer", row => row.Id<CustomerKind>(0),
        ("@asked", (long)DepartureStep.Asked), ("@certified", (long)DepartureStep.Certified));

    public static string? FindCertificate(Session db, string codeName) =>
        db.Scalar<string>("SELECT certificate FROM departures WHERE code_name = @name", ("@name", codeName));

    public void Insert(Session db) => db.Execute(
        "INSERT INTO departures (customer, code_name, step, asked_by, asked_at) VALUES (@customer, @name, @step, @by, @at)",
        ("@customer", Customer.Text), ("@name", CodeName), ("@step", (long)Step), ("@by", AskedBy.Text), ("@at", AskedAt.ToUnixTimeMilliseconds()));

    public void Update(Session db) => db.Execute(
        """
        UPDATE departures SET step = @step, approved_by = @by, approved_at = @at, facts = @facts, certificate = @certificate WHERE customer = @customer
        """,
        ("@step", (long)Step), ("@by", ApprovedBy?.Text), ("@at", ApprovedAt?.ToUnixTimeMilliseconds()), ("@facts", JsonSerializer.Serialize(Facts, DomainJson.Options)),
        ("@certificate", Certificate), ("@customer", Customer.Text));

    private static Departure Map(DbDataReader row) => new(
        row.Id<CustomerKind>(0), row.GetString(1), row.Enum<DepartureStep>(2), row.Id<PersonKind>(3), row.Time(4), row.IdOrNull<PersonKind>(5), row.TimeOrNull(6),
        row.TextOrNull(7) is { } facts ? JsonSerializer.Deserialize<DepartureFacts>(facts, DomainJson.Options)! : new(), row.TextOrNull(8));
}

/// <summary>What the certificate will say, as it becomes known. Lies in the control database in the clear: it names nobody and holds no content.</summary>
/// <param name="AskedBy">A pseudonym.</param>
/// <param name="ApprovedBy">A pseudonym.</param>
/// <param name="BackupDays">As it was promised when the departure was approved.</param>
/// <param name="Database">sqlite or postgresql.</param>
internal sealed record DepartureFacts(
    string? AskedBy = null, string? ApprovedBy = null, int BackupDays = 0, DateTimeOffset? ClosedAt = null, IReadOnlyList<DestroyedKey>? Keys = null, DestroyedCounts? Counts = null,
    LastLogHead? Log = null, DateTimeOffset? KeysDestroyedAt = null, string? Database = null, DateTimeOffset? DatabaseRemovedAt = null, DateTimeOffset? FilesRemovedAt = null);
