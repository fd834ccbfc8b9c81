using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Acceptances;

/// <summary>A row of table acceptances, without the list that it was drawn from.</summary>
/// <param name="State">As stored: what the findings say so far is in <see cref="AuditState"/>.</param>
/// <param name="Demand">Without its kinds, which are sealed.</param>
internal sealed record AcceptanceRow(
    ProjectId Project, int Number, AcceptanceState State, int Tasks, int SampleSize, int MostWrong, ulong Seed, NewAcceptance Demand, byte[]? Kinds, long Version,
    DateTimeOffset DrawnAt, byte[]? Certificate, DateTimeOffset? CertifiedAt)
{
    private const string Columns =
        """
        n, state, tasks, sample_size, most_wrong, seed, batch, rejectable_rate, acceptable_rate, consumer_risk, producer_risk, confidence, wrong_from, kinds, version, drawn_at,
          certificate, certified_at
        """;

    public static AcceptanceRow? Read(Session db, ProjectId project, int number) => db.First(
        $"SELECT {Columns} FROM acceptances WHERE project = @project AND n = @n", row => Map(project, row), ("@project", project.Text), ("@n", (long)number));

    public static List<AcceptanceRow> Newest(Session db, ProjectId project, int most) => db.List(
        $"SELECT {Columns} FROM acceptances WHERE project = @project ORDER BY n DESC LIMIT @most", row => Map(project, row), ("@project", project.Text), ("@most", (long)most));

    /// <summary>Those of the same batch that were drawn before.</summary>
    public int CountEarlier(Session db) => (int)db.Scalar<long>(
        "SELECT COUNT(*) FROM acceptances WHERE project = @project AND n < @n AND COALESCE(batch, '') = @batch",
        ("@project", Project.Text), ("@n", (long)Number), ("@batch", Demand.Batch?.Text ?? ""));

    /// <summary>Only such rows are changed.</summary>
    public static bool IsOpen(Session db, ProjectId project, int number) => db.Scalar<long>(
        "SELECT COUNT(*) FROM acceptances WHERE project = @project AND n = @n AND state = 0", ("@project", project.Text), ("@n", (long)number)) > 0;

    public NewAcceptance OpenDemand(Sealer sealer) =>
        Kinds is null ? Demand : Demand with { Kinds = sealer.OpenJson<IReadOnlyList<string>>(Seals.AcceptanceKinds(Project, Number), Kinds) };

    private static AcceptanceRow Map(ProjectId project, DbDataReader row) => new(
        project, row.Int(0), row.Enum<AcceptanceState>(1), row.Int(2), row.Int(3), row.Int(4), (ulong)row.GetInt64(5),
        new(row.GetDouble(7), row.IdOrNull<BatchKind>(6), row.IsDBNull(8) ? null : row.GetDouble(8), row.GetDouble(9), row.GetDouble(10), row.GetDouble(11), row.GetDouble(12)),
        row.BytesOrNull(13), row.GetInt64(14), row.Time(15), row.BytesOrNull(16), row.TimeOrNull(17));
}
