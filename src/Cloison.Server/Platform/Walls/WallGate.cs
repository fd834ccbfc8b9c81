using System.Collections.Concurrent;
using Cloison.Domain;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <summary>
/// Lets a session or key into its compartment, or not. The first time it decides and records the exposure in one transaction of the control
/// database; after that "admitted" is remembered for this session alone, until the registry changes, and costs a look-up.
/// </summary>
/// <remarks>
/// Refusals are not remembered: each takes the same road as the first admission. What another node changed counts here within
/// <see cref="SessionLimits.Fresh"/>; what cannot be read is refused by the exception.
/// </remarks>
internal sealed class WallGate(ControlDatabase control, WallClock wallClock, WallRules rules, WallLog log, TimeProvider clock, ILogger<WallGate> output)
{
    private const int MaxRemembered = 20_000;

    // Far enough in the past, and near enough to be subtracted from.
    private const long Never = long.MinValue / 2;

    /// <summary>How often the end of a running exposure is written.</summary>
    private static readonly TimeSpan TouchEvery = TimeSpan.FromSeconds(60);

    /// <summary>A refused caller who keeps asking fills no disk.</summary>
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Admitted> admitted = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> told = new(StringComparer.Ordinal);
    private long version;
    private long versionReadAt = Never;

    /// <summary>Null: he may. Called before the compartment is looked for.</summary>
    /// <param name="use">Looked at only where the caller came through broken glass.</param>
    public async ValueTask<Problem?> AdmitAsync(Caller caller, GlassUse use, CancellationToken ct)
    {
        if (caller.Customer is not { } customer)
            return null;
        if (caller.Glass is { } glass)
            return await AdmitThroughGlassAsync(caller.Person, customer, caller.OwnSession, glass.Id, use, ct);
        var opener = caller.Session?.Text ?? caller.Key?.Text ?? throw new InvalidOperationException("A caller has a session or a key.");
        var now = clock.GetUtcNow();
        if (Math.Abs(now.UtcTicks - Interlocked.Read(ref versionReadAt)) >= SessionLimits.Fresh.Ticks)
            await RefreshAsync(now, ct);
        if (admitted.TryGetValue(opener, out var known) && known.Version == Interlocked.Read(ref version))
        {
            if (now < known.TouchAt)
                return null;
            await control.WriteAsync(db => WallRegistry.Touch(db, caller.Person, customer, wallClock.Now(WallLog.LastAt(db)).Time), ct);
            admitted[opener] = known with { TouchAt = now + TouchEvery };
            return null;
        }

        var isNews = IsNews(opener, now);
        var (decision, decidedAt) = await control.WriteAsync(
            db =>
            {
                var facts = WallRegistry.Facts(db, caller.Person, customer, customer, WallAction.Content, hasGrant: true, wallClock.Now(WallLog.LastAt(db)))
                    with { IsMachine = caller.Key is not null };
                return (WallRegistry.Judge(db, facts, caller.Person, opener, isNews, rules), WallRegistry.Version(db));
            },
            ct);
        if (!decision.IsAdmitted)
        {
            Keep(told, opener, now);
            return WallProblems.NotEligible;
        }

        await TellCustomerAsync(customer, ct);
        Keep(admitted, opener, new(decidedAt, now + TouchEvery));
        return null;
    }

    /// <summary>For what steers the wall and so is not behind it: owners get nothing all the same (R13). Null: he may.</summary>
    public async ValueTask<Problem?> RefuseOwnerAsync(Caller caller, CancellationToken ct) =>
        rules.Hold(WallRule.Owner) && await control.ReadAsync(db => WallRegistry.InsiderOf(db, caller.Person).IsOwner(), ct) ? WallProblems.NotEligible : null;

    /// <summary>Inside somebody else's transaction: to be given a role, to keep one, to change sides.</summary>
    public bool LetsJoin(Session db, PersonId person, CustomerId customer)
    {
        var facts = WallRegistry.Facts(db, person, customer, customer, WallAction.Join, hasGrant: true, wallClock.Now(WallLog.LastAt(db)));
        return WallRegistry.Judge(db, facts, person, opener: null, logsRefusal: false, rules).IsAdmitted;
    }

    /// <summary>Tells of a refusal by <see cref="LetsJoin"/>, in a transaction of its own: an expected failure has written nothing.</summary>
    public Task TellRefusalAsync(PersonId person, CustomerId customer, CancellationToken ct) => control.WriteAsync(
        db =>
        {
            var facts = WallRegistry.Facts(db, person, customer, customer, WallAction.Join, hasGrant: true, wallClock.Now(WallLog.LastAt(db)));
            WallRegistry.Judge(db, facts, person, opener: null, logsRefusal: true, rules);
        },
        ct);

    /// <summary>Whether that person could be let in there at all, if the customer approved: before anybody is bothered.</summary>
    public Task<Problem?> MayAskForGlassAsync(PersonId person, CustomerId customer, int minutes, CancellationToken ct) => DecideOnGlassAsync(
        person, customer, opener: null,
        (db, time) => new(GlassFacts.NeededApprovals, IsRequesters: true, IsCustomers: true, IsProjects: true, IsSessions: true, ReadsOnly: true, IsOver: false,
            Glass.IsAllowed(db, customer), time.AddMinutes(minutes)),
        ct);

    /// <summary>Whether the glass opens for that session of its requester now. Records nothing but a refusal: <see cref="OpensGlass"/> decides again.</summary>
    public Task<Problem?> MayOpenGlassAsync(Glass glass, SessionId session, CancellationToken ct) => DecideOnGlassAsync(
        glass.Person, glass.Customer, session.Text,
        (db, time) => glass.OpenedBy(session, time).FactsFor(db, glass.Person, glass.Customer, session, glass.Project, readsOnly: true), ct);

    /// <summary>Inside the transaction that opens the session: decides, and records the exposure.</summary>
    /// <returns>The glass as it is open now; null: refused.</returns>
    public Glass? OpensGlass(Session db, Glass glass, SessionId session)
    {
        var time = wallClock.Now(WallLog.LastAt(db));
        var opened = glass.OpenedBy(session, time.Time);
        var facts = WallRegistry.Facts(db, glass.Person, glass.Customer, glass.Customer, WallAction.Content, hasGrant: false, time)
            with { Glass = opened.FactsFor(db, glass.Person, glass.Customer, session, glass.Project, readsOnly: true) };
        return WallRegistry.Judge(db, facts, glass.Person, session.Text, logsRefusal: true, rules).IsAdmitted ? opened : null;
    }

    /// <summary>After the commit of a change to the registry: it counts from the next request.</summary>
    public void Forget()
    {
        Interlocked.Exchange(ref versionReadAt, Never);
        admitted.Clear();
    }

    // Now, not with the next round of the news: whoever replays the customer's log finds the opening before what was given.
    private async Task TellCustomerAsync(CustomerId customer, CancellationToken ct)
    {
        try
        {
            await log.PassOnToAsync(customer, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It stays where it is and goes on with the next round. Content is refused by its own gate while the customer's log takes nothing.
            output.LogError("The access log of {Customer} does not take what the wall has decided: {Kind}", customer, e.GetType().Name);
        }
    }

    // Each request anew: it is rare, and an approval can fall at any time.
    private async Task<Problem?> AdmitThroughGlassAsync(PersonId person, CustomerId customer, SessionId session, GlassId id, GlassUse use, CancellationToken ct)
    {
        var isNews = IsNews(session.Text, clock.GetUtcNow());
        var decision = await control.WriteAsync(
            db =>
            {
                var facts = WallRegistry.Facts(db, person, customer, customer, WallAction.Content, hasGrant: false, wallClock.Now(WallLog.LastAt(db)));
                return WallRegistry.Judge(
                    db, facts with { Glass = Glass.Read(db, id)?.FactsFor(db, person, customer, session, use.Project, use.ReadsOnly) }, person, session.Text, isNews, rules);
            },
            ct);
        if (decision.IsAdmitted)
            return null;
        Keep(told, session.Text, clock.GetUtcNow());
        return WallProblems.NotEligible;
    }

    private async Task<Problem?> DecideOnGlassAsync(PersonId person, CustomerId customer, string? opener, Func<Session, DateTimeOffset, GlassFacts> glass, CancellationToken ct)
    {
        var asks = $"{person} {customer}";
        var isNews = IsNews(asks, clock.GetUtcNow());
        var isAdmitted = await control.WriteAsync(
            db =>
            {
                var time = wallClock.Now(WallLog.LastAt(db));
                var facts = WallRegistry.Facts(db, person, customer, customer, WallAction.Content, hasGrant: false, time) with { Glass = glass(db, time.Time) };
                var decision = Wall.Decide(facts, rules);
                if (!decision.IsAdmitted && isNews)
                    WallRegistry.Tell(db, facts, decision, person, opener);
                return decision.IsAdmitted;
            },
            ct);
        if (isAdmitted)
            return null;
        Keep(told, asks, clock.GetUtcNow());
        return WallProblems.NotEligible;
    }

    private bool IsNews(string about, DateTimeOffset now) => !told.TryGetValue(about, out var toldAt) || (now - toldAt).Duration() >= TellEvery;

    private async Task RefreshAsync(DateTimeOffset now, CancellationToken ct)
    {
        var read = await control.ReadAsync(WallRegistry.Version, ct);
        Interlocked.Exchange(ref version, read);
        Interlocked.Exchange(ref versionReadAt, now.UtcTicks);
    }

    private static void Keep<T>(ConcurrentDictionary<string, T> memory, string opener, T value)
    {
        if (memory.Count >= MaxRemembered)
            memory.Clear();
        memory[opener] = value;
    }

    private sealed record Admitted(long Version, DateTimeOffset TouchAt);
}
