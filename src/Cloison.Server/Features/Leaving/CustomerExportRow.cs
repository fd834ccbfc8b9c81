using System.Data.Common;
using System.Globalization;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Leaving;

/// <summary>A row of table customer_exports, sealed columns still sealed.</summary>
internal sealed record CustomerExportRow(
    ExportId Id, TransferState State, byte[] Options, string? Artifact, long Bytes, long Members, byte[]? Problem, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public const string Columns = "id, state, options, artifact, bytes, members, problem, created_at, finished_at";

    public static CustomerExportRow Map(DbDataReader row) => new(
        row.Id<ExportKind>(0), row.Enum<TransferState>(1), row.Bytes(2), row.TextOrNull(3), row.GetInt64(4), row.GetInt64(5), row.BytesOrNull(6), row.Time(7), row.TimeOrNull(8));

    public static CustomerExportRow? Read(Session db, ExportId export) =>
        db.First($"SELECT {Columns} FROM customer_exports WHERE id = @id", Map, ("@id", export.Text));

    public void Insert(Session db, PersonId by) => db.Execute(
        "INSERT INTO customer_exports (id, state, options, created_by, created_at) VALUES (@id, @state, @options, @by, @now)",
        ("@id", Id.Text), ("@state", (long)State), ("@options", Options), ("@by", by.Text), ("@now", CreatedAt.ToUnixTimeMilliseconds()));

    public CustomerExportOrder OpenOrder(Compartment compartment) =>
        compartment.Keys.ForCompartment().OpenJson<CustomerExportOrder>(Seals.CustomerExportOptions(Id), Options);

    public CustomerExportSummary Open(Compartment compartment)
    {
        var order = OpenOrder(compartment);
        return new(
            Id, State, order.FileName, order.Recipient, Bytes, Members,
            Problem is null ? null : compartment.Keys.ForCompartment().OpenText(Seals.CustomerExportProblem(Id), Problem), CreatedAt, FinishedAt);
    }
}

/// <summary>What of an export of everything is sealed when it is ordered.</summary>
/// <param name="Recipient">An age public key.</param>
internal sealed record CustomerExportOrder(string FileName, string? Recipient)
{
    public static CustomerExportOrder Of(string codeName, string? recipient, DateTimeOffset now) => new(
        $"{codeName}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.tar{(recipient is null ? "" : ".age")}", recipient);
}
