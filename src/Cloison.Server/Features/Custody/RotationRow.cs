using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Custody;

/// <summary>A row of the control database's table rotations.</summary>
/// <param name="Since">When its present state began.</param>
internal sealed record RotationRow(
    RotationId Id, CustomerId Customer, ProjectId? Project, RotationState State, uint NewKey, long Done, long Total, long Broken, DateTimeOffset CreatedAt, DateTimeOffset Since,
    DateTimeOffset? FinishedAt)
{
    private const string Columns = "id, customer, project, state, new_key, done, total, broken, created_at, since, finished_at";

    public RotationSummary Summary => new(
        Id, Project is null ? RotationLevel.Compartment : RotationLevel.Project, Project, State, NewKey, Done, Total, Broken, CreatedAt, FinishedAt);

    public static List<RotationRow> Running(Session db) => db.List($"SELECT {Columns} FROM rotations WHERE state < 3 ORDER BY id LIMIT 1000", Map);

    public static List<RotationRow> Of(Session db, CustomerId customer) =>
        db.List($"SELECT {Columns} FROM rotations WHERE customer = @customer ORDER BY id DESC LIMIT 200", Map, ("@customer", customer.Text));

    public static bool IsRunning(Session db, CustomerId customer, ProjectId? project) => db.Scalar<long>(
        "SELECT COUNT(*) FROM rotations WHERE customer = @customer AND COALESCE(project, '') = @project AND state < 3", ("@customer", customer.Text), ("@project", project?.Text ?? "")) > 0;

    public void Insert(Session db, PersonId by) => db.Execute(
        """
        INSERT INTO rotations (id, customer, level, project, state, new_key, done, total, broken, created_by, created_at, since)
        VALUES (@id, @customer, @level, @project, @state, @key, 0, 0, 0, @by, @at, @at)
        """,
        ("@id", Id.Text), ("@customer", Customer.Text), ("@level", Project is null ? "compartment" : "project"), ("@project", Project?.Text), ("@state", (long)State),
        ("@key", (long)NewKey), ("@by", by.Text), ("@at", CreatedAt.ToUnixTimeMilliseconds()));

    /// <summary>Stores what became of <paramref name="before"/>, unless another node has gone on with it meanwhile.</summary>
    /// <exception cref="RotationMovedException">The row is not as it was; the transaction must not be committed.</exception>
    public void Replace(Session db, RotationRow before)
    {
        var changed = db.Execute(
            """
            UPDATE rotations SET state = @state, done = @done, total = @total, broken = @broken, since = @since, finished_at = @finished
            WHERE id = @id AND state = @was_state AND since = @was_since AND done = @was_done
            """,
            ("@state", (long)State), ("@done", Done), ("@total", Total), ("@broken", Broken), ("@since", Since.ToUnixTimeMilliseconds()),
            ("@finished", FinishedAt?.ToUnixTimeMilliseconds()), ("@id", Id.Text), ("@was_state", (long)before.State), ("@was_since", before.Since.ToUnixTimeMilliseconds()),
            ("@was_done", before.Done));
        if (changed == 0)
            throw new RotationMovedException();
    }

    private static RotationRow Map(DbDataReader row) => new(
        row.Id<RotationKind>(0), row.Id<CustomerKind>(1), row.IdOrNull<ProjectKind>(2), row.Enum<RotationState>(3), (uint)row.GetInt64(4), row.GetInt64(5), row.GetInt64(6),
        row.GetInt64(7), row.Time(8), row.Time(9), row.TimeOrNull(10));
}
