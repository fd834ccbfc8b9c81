using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>A row of table imports, sealed columns still sealed.</summary>
internal sealed record ImportRow(
    ImportId Id, ProjectId Project, TransferState State, byte[] Options, BatchId? Batch, long Files, long Tasks, long Duplicates, long LabelsAdded, long Refused,
    byte[]? Problem, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public const string Columns = "id, project, state, options, batch, files, tasks, duplicates, labels_added, refused, problem, created_at, finished_at";

    public static ImportRow Map(DbDataReader row) => new(
        row.Id<ImportKind>(0), row.Id<ProjectKind>(1), row.Enum<TransferState>(2), row.Bytes(3), row.IdOrNull<BatchKind>(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
        row.GetInt64(8), row.GetInt64(9), row.BytesOrNull(10), row.Time(11), row.TimeOrNull(12));

    public static ImportRow? Read(Session db, ProjectId project, ImportId import) => db.First(
        $"SELECT {Columns} FROM imports WHERE id = @id AND project = @project", Map, ("@id", import.Text), ("@project", project.Text));

    public void Insert(Session db, PersonId by) => db.Execute(
        "INSERT INTO imports (id, project, state, options, batch, created_by, created_at) VALUES (@id, @project, @state, @options, @batch, @by, @now)",
        ("@id", Id.Text), ("@project", Project.Text), ("@state", (long)State), ("@options", Options), ("@batch", Batch?.Text), ("@by", by.Text),
        ("@now", CreatedAt.ToUnixTimeMilliseconds()));

    public NewImport OpenOptions(Compartment compartment) => compartment.Sealer(Project).OpenJson<NewImport>(Seals.ImportOptions(Id), Options);

    public ImportSummary Open(Compartment compartment)
    {
        var options = OpenOptions(compartment);
        return new(
            Id, State, options.Labels, options.BatchName, Files, Tasks, Duplicates, LabelsAdded, Refused,
            Problem is null ? null : compartment.Sealer(Project).OpenText(Seals.ImportProblem(Id), Problem), CreatedAt, FinishedAt);
    }
}
