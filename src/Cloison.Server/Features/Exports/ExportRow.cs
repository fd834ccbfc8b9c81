using System.Data.Common;
using System.Globalization;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Formats;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Exports;

/// <summary>A row of table exports, sealed columns still sealed.</summary>
/// <param name="Artifact">The finished file.</param>
/// <param name="Report">What the format could not hold.</param>
internal sealed record ExportRow(
    ExportId Id, ProjectId Project, TransferState State, byte[] Options, string? Artifact, long Bytes, long Tasks, long Annotations, byte[]? Report, byte[]? Problem,
    DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt)
{
    public const string Columns = "id, project, state, options, artifact, bytes, tasks, annotations, report, problem, created_at, finished_at";

    public static ExportRow Map(DbDataReader row) => new(
        row.Id<ExportKind>(0), row.Id<ProjectKind>(1), row.Enum<TransferState>(2), row.Bytes(3), row.TextOrNull(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
        row.BytesOrNull(8), row.BytesOrNull(9), row.Time(10), row.TimeOrNull(11));

    public static ExportRow? Read(Session db, ProjectId project, ExportId export) => db.First(
        $"SELECT {Columns} FROM exports WHERE id = @id AND project = @project", Map, ("@id", export.Text), ("@project", project.Text));

    public void Insert(Session db, PersonId by) => db.Execute(
        "INSERT INTO exports (id, project, state, options, created_by, created_at) VALUES (@id, @project, @state, @options, @by, @now)",
        ("@id", Id.Text), ("@project", Project.Text), ("@state", (long)State), ("@options", Options), ("@by", by.Text), ("@now", CreatedAt.ToUnixTimeMilliseconds()));

    public ExportOrder OpenOrder(Compartment compartment) => compartment.Sealer(Project).OpenJson<ExportOrder>(Seals.ExportOptions(Id), Options);

    public ExportSummary Open(Compartment compartment)
    {
        var (order, sealer) = (OpenOrder(compartment), compartment.Sealer(Project));
        return new(
            Id, order.Export.Format, order.Export.Answers, State, order.FileName, Bytes, Tasks, Annotations,
            Report is null ? [] : sealer.OpenJson<IReadOnlyList<Loss>>(Seals.ExportReport(Id), Report),
            Problem is null ? null : sealer.OpenText(Seals.ExportProblem(Id), Problem), CreatedAt, FinishedAt);
    }
}

/// <summary>What of an export is sealed when it is ordered.</summary>
internal sealed record ExportOrder(NewExport Export, string FileName)
{
    public static ExportOrder Of(NewExport export, FormatInfo format, string projectName, DateTimeOffset now)
    {
        var name = string.Concat(projectName.Select(c => char.IsLetterOrDigit(c) ? c : '-')).Trim('-');
        var stem = name.Length == 0 ? "export" : name.Length > 60 ? name[..60] : name;
        return new(
            export, $"{stem}-{format.Id}-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}{ExportFormats.ExtensionOf(format, export.IncludeMedia)}");
    }
}
