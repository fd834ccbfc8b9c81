using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <summary>
/// What the control database knows of rivalry and exposure. Every function runs in the writer, in one transaction with what it decides:
/// the check and the record of the exposure are one (R5).
/// </summary>
internal static class WallRegistry
{
    // All accounts of the person, his own included.
    private const string Accounts =
        "SELECT @person AS person UNION SELECT b.person FROM person_aliases a JOIN person_aliases b ON b.identity = a.identity WHERE a.person = @person";

    public static long Version(Session db) => db.Scalar<long>("SELECT version FROM wall_registry WHERE id = 1");

    /// <summary>Whatever was remembered of decisions is forgotten, here and on other nodes.</summary>
    public static void Bump(Session db) => db.Execute("UPDATE wall_registry SET version = version + 1 WHERE id = 1");

    /// <summary>Decides, records the exposure if there is one, and logs both; the caller reads nothing before this has been committed.</summary>
    /// <param name="opener">The session or key that asks; null: there is none yet.</param>
    /// <param name="logsRefusal">Whether a refusal is news.</param>
    public static WallDecision Judge(Session db, WallFacts facts, PersonId person, string? opener, bool logsRefusal, WallRules rules)
    {
        var decision = Wall.Decide(facts, rules);
        if (!decision.IsAdmitted)
        {
            if (logsRefusal)
                Tell(db, facts, decision, person, opener);
        }
        else if (decision.Exposes && Expose(db, person, facts.Object, facts.Time, opener))
            WallLog.Append(db, new("wall.open", facts.Object, person, Opener: opener, Decision: "allow"), facts.Time);
        return decision;
    }

    /// <summary>Logs a refusal. At the glass it has a name of its own: it says nothing against what the same person is given elsewhere.</summary>
    public static void Tell(Session db, WallFacts facts, WallDecision refusal, PersonId person, string? opener) => WallLog.Append(
        db, new(facts.Glass is null ? "wall.deny" : "breakglass.deny", facts.Object, person, refusal.Other, opener, refusal.Rule, "deny"), facts.Time);

    public static WallFacts Facts(Session db, PersonId person, CustomerId customer, CustomerId session, WallAction action, bool hasGrant, WallTime time)
    {
        var (isHouse, codeName) = db.First("SELECT is_house, code_name FROM customers WHERE id = @id", row => (row.Flag(0), row.TextOrNull(1)), ("@id", customer.Text));
        return new(time.Time, action, customer, session, hasGrant, InsiderOf(db, person))
        {
            IsHouse = isHouse,
            IsClockInDoubt = time.IsInDoubt,
            IsExposedHere = LastSeen(db, person, customer) is not null,
            Ties = Ties(db, person, customer, codeName, time.Time),
        };
    }

    /// <summary>The most that any of his accounts is.</summary>
    public static Insider InsiderOf(Session db, PersonId person)
    {
        var kind = (Insider)db.Scalar<long>($"SELECT COALESCE(MAX(kind), 0) FROM insiders WHERE person IN ({Accounts})", ("@person", person.Text));
        if (kind != Insider.None)
            return kind;
        return Operates(db, person) ? Insider.Operator : Insider.None;
    }

    /// <summary>Whether any of his accounts operates the installation.</summary>
    public static bool Operates(Session db, PersonId person) =>
        db.Scalar<long>($"SELECT COUNT(*) FROM persons WHERE is_operator = 1 AND id IN ({Accounts})", ("@person", person.Text)) > 0;

    /// <summary>When any account of the person last saw the customer's content; null: never.</summary>
    public static DateTimeOffset? LastSeen(Session db, PersonId person, CustomerId customer) => db.First(
        $"SELECT MAX(last_at) FROM exposures WHERE customer = @customer AND person IN ({Accounts})", row => row.TimeOrNull(0),
        ("@person", person.Text), ("@customer", customer.Text));

    /// <summary>The role of the person there has ended: the cooling-off starts now, if he ever used it.</summary>
    public static void EndGrant(Session db, PersonId person, CustomerId customer, DateTimeOffset now) => Touch(db, person, customer, now);

    /// <summary>Moves the end of an exposure forward, never back.</summary>
    public static void Touch(Session db, PersonId person, CustomerId customer, DateTimeOffset now) => db.Execute(
        "UPDATE exposures SET last_at = @now WHERE person = @person AND customer = @customer AND last_at < @now",
        ("@person", person.Text), ("@customer", customer.Text), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>"They are no rivals of ours."</summary>
    public static void Sign(Session db, CustomerId customer, string other, PersonId by, DateTimeOffset now)
    {
        var isNew = db.Execute(
            "INSERT INTO rival_signatures (customer, other, signed_by, signed_at) VALUES (@customer, @other, @by, @now) ON CONFLICT (customer, other) DO NOTHING",
            ("@customer", customer.Text), ("@other", other), ("@by", by.Text), ("@now", now.ToUnixTimeMilliseconds())) > 0;
        if (isNew)
            WallLog.Append(db, new("rival", customer, by, Decision: "sign", Detail: other), now);
    }

    /// <summary>Takes the signature back: they are rivals at once. Who has seen both keeps neither (R16).</summary>
    /// <returns>How many people lost their sessions.</returns>
    public static int Withdraw(Session db, CustomerId customer, string codeName, string other, PersonId by, DateTimeOffset now)
    {
        var there = db.First<CustomerId?>("SELECT id FROM customers WHERE code_name = @name", row => row.Id<CustomerKind>(0), ("@name", other));
        var wereFriends = there is { } id && !IsRival(db, customer, codeName, id, now);
        if (db.Execute("DELETE FROM rival_signatures WHERE customer = @customer AND other = @other", ("@customer", customer.Text), ("@other", other)) == 0)
            return 0;
        WallLog.Append(db, new("rival", customer, by, Decision: "withdraw", Detail: other), now);
        var found = wereFriends ? Discover(db, customer, there!.Value, now) : 0;
        Bump(db);
        return found;
    }

    /// <summary>These are accounts of one person: what one has seen, the other has seen. Never undone. If that makes him somebody who has seen two rivals, he keeps neither (R16).</summary>
    public static void Link(Session db, PersonId a, PersonId b, DateTimeOffset now)
    {
        var (kept, lost) = (IdentityOf(db, a), IdentityOf(db, b));
        var (ofA, ofB) = (SeenBy(db, a), SeenBy(db, b));
        db.Execute("UPDATE person_aliases SET identity = @kept WHERE identity = @lost", ("@kept", kept), ("@lost", lost));
        foreach (var person in new[] { a, b })
            db.Execute(
                "INSERT INTO person_aliases (person, identity) VALUES (@person, @kept) ON CONFLICT (person) DO UPDATE SET identity = excluded.identity",
                ("@person", person.Text), ("@kept", kept));
        WallLog.Append(db, new("policy", Customer: null, a, Decision: "link", Detail: b.Text), now);
        foreach (var one in ofA.Except(ofB))
            foreach (var other in ofB.Except(ofA))
                DiscoverIfRivals(db, a, one, other, now);
        Bump(db);
    }

    public static InterestId AddInterest(Session db, PersonId person, CustomerId customer, long kind, DateTimeOffset now)
    {
        var id = InterestId.New(now);
        db.Execute(
            "INSERT INTO interests (id, person, customer, kind, since) VALUES (@id, @person, @customer, @kind, @now)",
            ("@id", id.Text), ("@person", person.Text), ("@customer", customer.Text), ("@kind", kind), ("@now", now.ToUnixTimeMilliseconds()));
        WallLog.Append(db, new("policy", customer, person, Decision: "interest", Detail: id.Text), now);
        Bump(db);
        return id;
    }

    /// <summary>Whether any of his accounts has a role with the customer, or an interest in it, now.</summary>
    public static bool IsTied(Session db, PersonId person, CustomerId customer) => db.Scalar<long>(
        $"""
        SELECT (SELECT COUNT(*) FROM memberships WHERE customer = @customer AND person IN ({Accounts}))
          + (SELECT COUNT(*) FROM interests WHERE customer = @customer AND ended_at IS NULL AND person IN ({Accounts}))
        """,
        ("@person", person.Text), ("@customer", customer.Text)) > 0;

    /// <summary>Whether any of his accounts has an interest in any customer now.</summary>
    public static bool HasOpenInterest(Session db, PersonId person) =>
        db.Scalar<long>($"SELECT COUNT(*) FROM interests WHERE ended_at IS NULL AND person IN ({Accounts})", ("@person", person.Text)) > 0;

    /// <summary>Whether one of his accounts was not erased.</summary>
    public static bool HasLivingAccount(Session db, PersonId person) => db.Scalar<long>($"SELECT COUNT(*) FROM persons WHERE id IN ({Accounts})", ("@person", person.Text)) > 0;

    /// <summary>When his accounts last saw something of each customer.</summary>
    public static List<(DateTimeOffset First, DateTimeOffset Last)> Exposures(Session db, PersonId person) =>
        db.List($"SELECT first_at, last_at FROM exposures WHERE person IN ({Accounts})", row => (row.Time(0), row.Time(1)), ("@person", person.Text));

    public static bool HasInterest(Session db, PersonId person, CustomerId customer, long kind) => db.Scalar<long>(
        "SELECT COUNT(*) FROM interests WHERE person = @person AND customer = @customer AND kind = @kind AND ended_at IS NULL",
        ("@person", person.Text), ("@customer", customer.Text), ("@kind", kind)) > 0;

    /// <summary>An interest is an exposure for as long as it lasts: its end starts the cooling-off.</summary>
    /// <returns>Whether there was one to end.</returns>
    public static bool EndInterest(Session db, PersonId person, InterestId interest, DateTimeOffset now)
    {
        if (db.First<CustomerId?>("SELECT customer FROM interests WHERE id = @id AND person = @person AND ended_at IS NULL", row => row.Id<CustomerKind>(0), ("@id", interest.Text), ("@person", person.Text)) is not { } customer)
            return false;
        db.Execute("UPDATE interests SET ended_at = @now WHERE id = @id", ("@now", now.ToUnixTimeMilliseconds()), ("@id", interest.Text));
        Expose(db, person, customer, now, opener: null);
        WallLog.Append(db, new("policy", customer, person, Decision: "interest-ended", Detail: interest.Text), now);
        Bump(db);
        return true;
    }

    public static void SetInsider(Session db, PersonId person, Insider kind, DateTimeOffset now)
    {
        db.Execute(
            "INSERT INTO insiders (person, kind, since) VALUES (@person, @kind, @now) ON CONFLICT (person) DO UPDATE SET kind = excluded.kind, since = excluded.since",
            ("@person", person.Text), ("@kind", (long)kind), ("@now", now.ToUnixTimeMilliseconds()));
        WallLog.Append(db, new("policy", Customer: null, person, Decision: "insider", Detail: kind.ToString()), now);
        Bump(db);
    }

    public static void SetCooling(Session db, CustomerId customer, int days, PersonId by, DateTimeOffset now)
    {
        db.Execute(
            "INSERT INTO wall_cooling (customer, from_at, days) VALUES (@customer, @now, @days) ON CONFLICT (customer, from_at) DO UPDATE SET days = excluded.days",
            ("@customer", customer.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@days", (long)days));
        WallLog.Append(db, new("policy", customer, by, Decision: "cooling", Detail: days.ToString()), now);
        Bump(db);
    }

    public static string IdentityOf(Session db, PersonId person) =>
        db.Scalar<string>("SELECT identity FROM person_aliases WHERE person = @person", ("@person", person.Text)) ?? person.Text;

    /// <summary>When the agreement of two customers counts; null while a signature is missing.</summary>
    public static DateTimeOffset? AgreedAt(Session db, CustomerId customer, string? codeName, CustomerId other) => db.First(
        """
        SELECT a.signed_at, b.signed_at FROM rival_signatures a JOIN customers o ON o.code_name = a.other
        JOIN rival_signatures b ON b.customer = o.id AND b.other = @name
        WHERE a.customer = @customer AND o.id = @id
        """,
        row => Rivalry.EndsAt(row.Time(0), row.Time(1)),
        ("@customer", customer.Text), ("@name", codeName), ("@id", other.Text));

    private static bool IsRival(Session db, CustomerId customer, string? codeName, CustomerId other, DateTimeOffset time) =>
        AgreedAt(db, customer, codeName, other) is not { } end || time < end;

    private static List<WallTie> Ties(Session db, PersonId person, CustomerId customer, string? codeName, DateTimeOffset time)
    {
        var rows = db.List(
            $"""
            SELECT customer, 0, first_at, last_at FROM exposures WHERE customer <> @customer AND person IN ({Accounts})
            UNION ALL SELECT customer, 1, 0, 0 FROM interests WHERE customer <> @customer AND ended_at IS NULL AND person IN ({Accounts})
            UNION ALL SELECT customer, 2, 0, 0 FROM memberships WHERE customer <> @customer AND person IN ({Accounts})
            """,
            row => (Customer: row.Id<CustomerKind>(0), Kind: row.GetInt64(1), First: row.Time(2), Last: row.Time(3)),
            ("@person", person.Text), ("@customer", customer.Text));
        if (rows.Count == 0)
            return [];
        var here = CoolingDemands(db, customer);
        return [.. rows.GroupBy(r => r.Customer).Select(g =>
        {
            var there = CoolingDemands(db, g.Key);
            var ends = g.Where(r => r.Kind == 0).SelectMany(r => new[] { CoolingOff.End(here, r.First, r.Last), CoolingOff.End(there, r.First, r.Last) });
            return new WallTie(
                g.Key, IsRival(db, customer, codeName, g.Key, time), g.Any(r => r.Kind == 1), g.Any(r => r.Kind == 2), ends.Select(e => (DateTimeOffset?)e).Max());
        })];
    }

    /// <summary>What the customer has demanded so far, the oldest first.</summary>
    public static List<CoolingDemand> CoolingDemands(Session db, CustomerId customer) => db.List(
        "SELECT from_at, days FROM wall_cooling WHERE customer = @customer ORDER BY from_at", row => new CoolingDemand(row.Time(0), (int)row.GetInt64(1)), ("@customer", customer.Text));

    /// <summary>How long somebody is kept from the customer's rivals who sees something of it at that moment, in days.</summary>
    public static int LongestCooling(Session db, CustomerId customer, DateTimeOffset seen) => CoolingOff.Longest(CoolingDemands(db, customer), seen);

    /// <summary>When the customer's own demand on who has seen something of it is over, of all accounts of the person; null: he has seen nothing.</summary>
    public static DateTimeOffset? CoolingEnd(Session db, CustomerId customer, PersonId person)
    {
        var demands = CoolingDemands(db, customer);
        return db.List(
            $"SELECT first_at, last_at FROM exposures WHERE customer = @customer AND person IN ({Accounts})",
            row => (DateTimeOffset?)CoolingOff.End(demands, row.Time(0), row.Time(1)), ("@customer", customer.Text), ("@person", person.Text)).Max();
    }

    /// <returns>Whether this opener is new here.</returns>
    private static bool Expose(Session db, PersonId person, CustomerId customer, DateTimeOffset now, string? opener)
    {
        var before = db.First("SELECT opener FROM exposures WHERE person = @person AND customer = @customer", row => (true, row.TextOrNull(0)), ("@person", person.Text), ("@customer", customer.Text));
        db.Execute(
            """
            INSERT INTO exposures (person, customer, first_at, last_at, opener) VALUES (@person, @customer, @now, @now, @opener)
            ON CONFLICT (person, customer) DO UPDATE SET opener = excluded.opener,
              last_at = CASE WHEN exposures.last_at > excluded.last_at THEN exposures.last_at ELSE excluded.last_at END
            """,
            ("@person", person.Text), ("@customer", customer.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@opener", opener));
        return before != (true, opener);
    }

    private static int Discover(Session db, CustomerId one, CustomerId other, DateTimeOffset now)
    {
        var (here, there) = (Involved(db, one), Involved(db, other));
        var both = here.Select(p => p.Identity).Intersect(there.Select(p => p.Identity), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (both.Count > 0)
            Part(db, one, [.. here.Where(p => both.Contains(p.Identity)).Select(p => p.Person)], other, [.. there.Where(p => both.Contains(p.Identity)).Select(p => p.Person)], both.Count, now);
        return both.Count;
    }

    private static void DiscoverIfRivals(Session db, PersonId person, CustomerId one, CustomerId other, DateTimeOffset now)
    {
        if (!IsRival(db, one, db.Scalar<string>("SELECT code_name FROM customers WHERE id = @id", ("@id", one.Text)), other, now))
            return;
        var identity = IdentityOf(db, person);
        Part(db, one, AccountsIn(one), other, AccountsIn(other), people: 1, now);

        List<PersonId> AccountsIn(CustomerId customer) => [.. Involved(db, customer).Where(p => p.Identity == identity).Select(p => p.Person)];
    }

    // R16. Both customers are told how many, and who, by the accounts that they know themselves; neither is told of whom else.
    private static void Part(Session db, CustomerId one, IReadOnlyList<PersonId> here, CustomerId other, IReadOnlyList<PersonId> there, int people, DateTimeOffset now)
    {
        foreach (var person in here.Concat(there).Distinct())
            foreach (var side in new[] { one, other })
            {
                db.Execute("DELETE FROM sessions WHERE person = @person AND customer = @side", ("@person", person.Text), ("@side", side.Text));
                Touch(db, person, side, now);
            }

        foreach (var (side, from, accounts) in new[] { (one, other, here), (other, one, there) })
            foreach (var person in accounts.Distinct())
                WallLog.Append(
                    db, new(AccessLogs.LogTypes.Conflict, side, person, from, Rule: "R16", Decision: "conflict", Detail: people.ToString(System.Globalization.CultureInfo.InvariantCulture)), now);
    }

    /// <summary>The customers of which any account of the person has seen something.</summary>
    private static HashSet<CustomerId> SeenBy(Session db, PersonId person) =>
        [.. db.List($"SELECT DISTINCT customer FROM exposures WHERE person IN ({Accounts})", row => row.Id<CustomerKind>(0), ("@person", person.Text))];

    private static List<(PersonId Person, string Identity)> Involved(Session db, CustomerId customer) => db.List(
        """
        SELECT t.person, COALESCE(a.identity, t.person) FROM (
          SELECT person FROM exposures WHERE customer = @customer UNION SELECT person FROM memberships WHERE customer = @customer
          UNION SELECT person FROM interests WHERE customer = @customer AND ended_at IS NULL) t
        LEFT JOIN person_aliases a ON a.person = t.person
        """,
        row => (row.Id<PersonKind>(0), row.GetString(1)), ("@customer", customer.Text));
}
