using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <summary>A request for emergency access to one project of a customer (R12), from the asking to its end. Its functions run inside a transaction of the control database.</summary>
/// <param name="Session">The one that it opens for; null until it is opened.</param>
/// <param name="ExpiresAt">By the wall's time; null until it is opened.</param>
internal sealed record Glass(
    GlassId Id, CustomerId Customer, ProjectId Project, PersonId Person, int Minutes, GlassState State, DateTimeOffset AskedAt, SessionId? Session, DateTimeOffset? ExpiresAt)
{
    public const int LeastMinutes = 5;

    /// <summary>Silence approves nothing: a request that nobody has answered, or opened, is over after this.</summary>
    public static readonly TimeSpan Waits = TimeSpan.FromHours(24);

    private const string Columns = "SELECT id, customer, project, person, minutes, state, asked_at, session, expires_at FROM glasses";

    public static int MostMinutes => (int)GlassFacts.Longest.TotalMinutes;

    public static Glass? Read(Session db, GlassId id) => db.First($"{Columns} WHERE id = @id", Map, ("@id", id.Text));

    /// <summary>Those that are asked for or open.</summary>
    public static List<Glass> UnderWay(Session db) => db.List($"{Columns} WHERE state IN (0, 2) ORDER BY id LIMIT 10000", Map);

    /// <summary>The customer has not said "never".</summary>
    public static bool IsAllowed(Session db, CustomerId customer) => db.Scalar<long>("SELECT allows_glass FROM customers WHERE id = @id", ("@id", customer.Text)) == 1;

    /// <summary>
    /// Whether the approval of this person counts: an administrator of the customer now, none of the people who run the installation, and not the
    /// requester under another account.
    /// </summary>
    public static bool MayApprove(Session db, Glass glass, PersonId person) =>
        db.Scalar<long>(
            """
            SELECT COUNT(*) FROM memberships m JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
            WHERE m.person = @person AND m.customer = @customer AND (m.roles & @administrator) <> 0
            """,
            ("@person", person.Text), ("@customer", glass.Customer.Text), ("@administrator", RoleSet.Of([Role.Administrator]).Bits)) > 0
        && WallRegistry.InsiderOf(db, person) == Insider.None
        && WallRegistry.IdentityOf(db, person) != WallRegistry.IdentityOf(db, glass.Person);

    /// <summary>The human beings behind the approvals that count now: an approval falls with the role of who gave it, and two accounts of one person are one.</summary>
    public static HashSet<string> Approvers(Session db, Glass glass) =>
    [
        .. db.List("SELECT person FROM glass_approvals WHERE glass = @glass ORDER BY person LIMIT 1000", row => row.Id<PersonKind>(0), ("@glass", glass.Id.Text))
            .Where(person => MayApprove(db, glass, person)).Select(person => WallRegistry.IdentityOf(db, person)),
    ];

    /// <summary>As it would be if that session opened it now; one that cannot be opened any more stays as it is.</summary>
    public Glass OpenedBy(SessionId session, DateTimeOffset time) =>
        State == GlassState.Asked && !IsStale(time) ? this with { State = GlassState.Open, Session = session, ExpiresAt = time.AddMinutes(Minutes) } : this;

    public bool IsStale(DateTimeOffset time) => State == GlassState.Asked && time - AskedAt >= Waits;

    /// <summary>What the wall needs to know of it.</summary>
    /// <param name="project">What is asked for; null: nothing of a project.</param>
    public GlassFacts FactsFor(Session db, PersonId person, CustomerId customer, SessionId session, ProjectId? project, bool readsOnly) => new(
        Approvers(db, this).Count, Person == person, Customer == customer, Project == project, Session == session, readsOnly, State != GlassState.Open,
        IsAllowed(db, Customer), ExpiresAt ?? DateTimeOffset.MinValue);

    /// <summary>Counts a read that was logged, for the report.</summary>
    public static void CountRead(Session db, GlassId id, DateTimeOffset now) => db.Execute(
        "UPDATE glasses SET reads = reads + 1, first_read_at = COALESCE(first_read_at, @now), last_read_at = @now WHERE id = @id", ("@id", id.Text), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>Ends it, with its session. Afterwards <see cref="OngoingRequests.Shut"/>.</summary>
    /// <param name="by">Null: its time was over.</param>
    public void End(Session db, GlassState how, PersonId? by, DateTimeOffset now)
    {
        db.Execute("UPDATE glasses SET state = @state, ended_at = @now WHERE id = @id", ("@state", (long)how), ("@now", now.ToUnixTimeMilliseconds()), ("@id", Id.Text));
        db.Execute("DELETE FROM sessions WHERE glass = @id", ("@id", Id.Text));
        if (State == GlassState.Open)
            WallRegistry.Touch(db, Person, Customer, now);
        var type = State == GlassState.Open ? "breakglass.close" : how == GlassState.Withdrawn ? "breakglass.withdraw" : "breakglass.refuse";
        Log(db, type, by, Session, how.ToString().ToLowerInvariant(), now);
    }

    /// <summary>Into the wall's log, and from there into the customer's.</summary>
    public void Log(Session db, string type, PersonId? person, SessionId? session, string decision, DateTimeOffset now, bool isPassedOn = false) =>
        WallLog.Append(db, new(type, Customer, person, Opener: session?.Text, Rule: "R12", Decision: decision, Detail: Id.Text), now, isPassedOn);

    private static Glass Map(DbDataReader row) => new(
        row.Id<GlassKind>(0), row.Id<CustomerKind>(1), row.Id<ProjectKind>(2), row.Id<PersonKind>(3), (int)row.GetInt64(4), row.Enum<GlassState>(5), row.Time(6),
        row.IdOrNull<SessionKind>(7), row.TimeOrNull(8));
}
