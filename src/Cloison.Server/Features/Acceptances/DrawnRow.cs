using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Acceptances;

/// <summary>A row of table acceptance_items: a drawn task, and what was found of it.</summary>
/// <param name="Weight">Of its heaviest error; null: not audited.</param>
/// <param name="IsTouched">The task was changed about when its digest was taken, or later: its result may be another one.</param>
internal sealed record DrawnRow(
    ProjectId Project, int Acceptance, TaskId Task, string Stratum, byte[] Digest, int Changes, bool IsRepaired, double? Weight, byte[]? Finding, PersonId? AuditedBy,
    DateTimeOffset? AuditedAt, bool IsTouched)
{
    // A change is dated before it waits for the writer.
    private const long MarginMs = 60_000;

    public static List<DrawnRow> Of(Session db, AcceptanceRow acceptance) => Read(db, acceptance.Project, acceptance.Number, "");

    public static DrawnRow? Read(Session db, ProjectId project, int acceptance, TaskId task) => Read(db, project, acceptance, " AND i.task = @task", ("@task", task.Text)).FirstOrDefault();

    public string OpenDigest(Sealer sealer) => sealer.OpenText(Seals.ResultDigest(Project, Acceptance, Task), Digest);

    public FoundKinds? OpenFinding(Sealer sealer) => Finding is null ? null : sealer.OpenJson<FoundKinds>(Seals.AuditFinding(Project, Acceptance, Task), Finding);

    private static List<DrawnRow> Read(Session db, ProjectId project, int acceptance, string condition, params (string, object?)[] parameters) => db.List(
        $"""
        SELECT i.task, i.stratum, i.digest, i.changes, i.is_repaired, i.weight, i.finding, i.audited_by, i.audited_at,
          CASE WHEN t.state <> @done OR t.result_due = 1 OR t.updated_at >= i.digest_at - @margin THEN 1 ELSE 0 END
        FROM acceptance_items i JOIN tasks t ON t.id = i.task WHERE i.project = @project AND i.acceptance = @acceptance{condition} ORDER BY i.task
        """,
        row => Map(project, acceptance, row),
        [("@done", (long)TaskState.Done), ("@margin", MarginMs), ("@project", project.Text), ("@acceptance", (long)acceptance), .. parameters]);

    private static DrawnRow Map(ProjectId project, int acceptance, DbDataReader row) => new(
        project, acceptance, row.Id<TaskKind>(0), row.GetString(1), row.Bytes(2), row.Int(3), row.Flag(4), row.IsDBNull(5) ? null : row.GetDouble(5), row.BytesOrNull(6),
        row.IdOrNull<PersonKind>(7), row.TimeOrNull(8), row.Flag(9));
}

/// <summary>What of a finding is sealed.</summary>
/// <param name="Kinds">Those that the result holds.</param>
internal sealed record FoundKinds(IReadOnlyList<string> Kinds, IReadOnlyList<AuditError> Errors);
