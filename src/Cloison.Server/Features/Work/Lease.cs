using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Work;

/// <summary>How a lease ended; the numbers are stored.</summary>
internal enum LeaseState
{
    Active = 0,
    Submitted = 1,
    Skipped = 2,
    Expired = 3,
    Released = 4,
    Revoked = 5,
}

/// <summary>What the access log says became of a lease.</summary>
internal static class LeaseWords
{
    public const string Taken = "taken";
    public const string Skipped = "skipped";
    public const string Released = "released";

    /// <summary>Its time ran out.</summary>
    public const string Expired = "expired";

    /// <summary>Taken away: its task was cancelled, or somebody else's verdict came first.</summary>
    public const string Revoked = "revoked";
}

/// <summary>A task (or an annotation under review) held by one person until a time.</summary>
internal sealed record Lease(
    LeaseId Id, ProjectId Project, TaskId Task, AnnotationId? Annotation, PersonId Person, LeasePurpose Kind, int Level, long Token, LeaseState State, DateTimeOffset ExpiresAt)
{
    private const string Columns = "id, project, task, annotation, person, kind, level, token, state, expires_at";

    public static Lease? Read(Session db, ProjectId project, LeaseId lease) =>
        db.First($"SELECT {Columns} FROM leases WHERE id = @lease AND project = @project", Map, ("@lease", lease.Text), ("@project", project.Text));

    public static List<Lease> Held(Session db, ProjectId project, PersonId person) =>
        db.List($"SELECT {Columns} FROM leases WHERE project = @project AND person = @person AND state = 0 ORDER BY id", Map, ("@project", project.Text), ("@person", person.Text));

    public static List<Lease> Due(Session db, DateTimeOffset now, int most) =>
        db.List($"SELECT {Columns} FROM leases WHERE state = 0 AND expires_at <= @now ORDER BY expires_at LIMIT @most", Map, ("@now", now.ToUnixTimeMilliseconds()), ("@most", (long)most));

    public static List<Lease> ActiveOn(Session db, TaskId task) =>
        db.List($"SELECT {Columns} FROM leases WHERE task = @task AND state = 0", Map, ("@task", task.Text));

    public void Insert(Session db, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO leases (id, project, task, annotation, person, kind, level, token, state, created_at, expires_at)
        VALUES (@id, @project, @task, @annotation, @person, @kind, @level, @token, 0, @now, @expires)
        """,
        ("@id", Id.Text), ("@project", Project.Text), ("@task", Task.Text), ("@annotation", Annotation?.Text), ("@person", Person.Text),
        ("@kind", (long)Kind), ("@level", (long)Level), ("@token", Token), ("@now", now.ToUnixTimeMilliseconds()), ("@expires", ExpiresAt.ToUnixTimeMilliseconds()));

    public void End(Session db, LeaseState state, DateTimeOffset now, byte[]? reason = null) => db.Execute(
        "UPDATE leases SET state = @state, ended_at = @now, reason = @reason WHERE id = @id AND state = 0",
        ("@state", (long)state), ("@now", now.ToUnixTimeMilliseconds()), ("@reason", reason), ("@id", Id.Text));

    public Lease Extend(Session db, DateTimeOffset until)
    {
        db.Execute("UPDATE leases SET expires_at = @until WHERE id = @id", ("@until", until.ToUnixTimeMilliseconds()), ("@id", Id.Text));
        return this with { ExpiresAt = until };
    }

    /// <summary>The access log's entry about it: its task, what for, and what became of it.</summary>
    public LogEntry Logged(Caller caller, string decision) => LogEntry.By(
        caller, LogTypes.Lease, Project, Task.Text, Purpose, decision);

    /// <summary>The same when it ended without its holder doing anything: the entry is his, without session or role.</summary>
    public LogEntry LoggedEnd(string decision) => new(LogTypes.Lease, Person, Session: null, Project: Project, Object: Task.Text, Purpose: Purpose, Decision: decision);

    private string Purpose => Kind switch { LeasePurpose.Review => "review", LeasePurpose.Rework => "rework", _ => "label" };

    public LeaseTicket Ticket(int leaseSeconds) => new(Id, Token, Kind, ExpiresAt, leaseSeconds);

    private static Lease Map(DbDataReader row) => new(
        row.Id<LeaseKind>(0), row.Id<ProjectKind>(1), row.Id<TaskKind>(2), row.IdOrNull<AnnotationKind>(3), row.Id<PersonKind>(4),
        row.Enum<LeasePurpose>(5), row.Int(6), row.GetInt64(7), row.Enum<LeaseState>(8), row.Time(9));
}
