using System.Collections.Concurrent;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Custody;

/// <summary>How a customer's keys stand on this node, in words for people.</summary>
/// <param name="Detail">Why the custodian was not of use the last time; null when he was.</param>
public sealed record CustodyStanding(bool IsRevoked, bool IsReachable, DateTimeOffset Since, DateTimeOffset? UnlockedUntil, string? Detail);

/// <summary>
/// Keeps one compartment's key ring locked and unlocked as its custodian says: asks him when somebody needs content, drops the keys when their
/// time is over, at once when they are revoked, and never puts another custodian in his place. Thread-safe.
/// </summary>
/// <remarks>
/// The time to live does not slide: keys that are in use are kept only because the custodian was asked again, shortly before their end, and gave
/// them again. Each compartment asks by itself, for all who wait at once, so that a dead custodian holds up nobody else.
/// </remarks>
public sealed class CompartmentCustody : IDisposable
{
    /// <summary>A custodian who needs longer counts as unreachable.</summary>
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    /// <summary>After a failure everybody gets the same answer for so long: a dead custodian is not asked by each request.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LongestRenewalLead = TimeSpan.FromSeconds(15);

    private static readonly UnwrapPurpose Background = new("background");

    private readonly Lock gate = new();
    private readonly SemaphoreSlim changes = new(1);
    private readonly ConcurrentDictionary<CustodyPass, bool> passes = new();
    private readonly CustomerId customer;
    private readonly KeyRing ring;
    private readonly Database control;
    private readonly Sealer controlSealer;
    private readonly Custodians custodians;
    private readonly TimeProvider clock;
    private volatile CustodyRow row;
    private volatile UnwrapPurpose? lastPurpose;
    private volatile CustodyPass? reserved;
    private Task<CustodyAnswer>? asking;
    private DateTimeOffset deadline;
    private bool used;
    private (CustodyAnswer Answer, DateTimeOffset At, string Why)? failure;

    internal CompartmentCustody(CustomerId customer, KeyRing ring, CustodyRow row, Database control, Sealer controlSealer, Custodians custodians, TimeProvider clock)
    {
        (this.customer, this.ring, this.row, this.control, this.controlSealer, this.custodians, this.clock) = (customer, ring, row, control, controlSealer, custodians, clock);
        if (row.IsRevoked)
            ring.Lock(SealBreak.KeyRevoked);
    }

    /// <summary>As last read from the control database.</summary>
    public CustodyRow Row => row;

    public CustodyStanding Standing
    {
        get
        {
            lock (gate)
                return new(
                    row.IsRevoked, failure is not { Answer: CustodyAnswer.Unreachable }, failure?.At ?? row.Since,
                    ring.IsLocked || deadline == DateTimeOffset.MaxValue ? null : deadline, failure?.Why);
        }
    }

    /// <summary>When the oldest use that still lasts began; null when there is none.</summary>
    public DateTimeOffset? OldestUse => passes.IsEmpty ? null : passes.Keys.Min(p => p.Since);

    /// <summary>Makes the keys available for a request, which disposes the pass when it ends.</summary>
    public async ValueTask<CustodyPass> EnterAsync(UnwrapPurpose why, CancellationToken ct)
    {
        var pass = new CustodyPass(this, clock.GetUtcNow(), demands: true);
        // First: from here on a rotation waits for it, and keys without a time to live are not dropped.
        passes[pass] = true;
        try
        {
            pass.Answer = AnswerNow(pass.Since, why) ?? await AskAsync(why, ct);
        }
        catch
        {
            pass.Dispose();
            throw;
        }

        if (pass.Answer != CustodyAnswer.Open)
            pass.Dispose();
        return pass;
    }

    /// <summary>
    /// The same for a job. It does not wait: when the keys are not there, the custodian is asked meanwhile, if the customer lets jobs ask
    /// (<see cref="CustodyRow.Background"/>); otherwise the job works while others need the keys. Try again later.
    /// </summary>
    public CustodyPass EnterJob()
    {
        var mayAsk = row.Background || Custodians.IsLocal(row.Custodian);
        var pass = new CustodyPass(this, clock.GetUtcNow(), demands: mayAsk);
        passes[pass] = true;
        lock (gate)
        {
            if (row.IsRevoked)
                pass.Answer = CustodyAnswer.Withheld;
            else if (!ring.IsLocked && pass.Since < deadline)
                pass.Answer = CustodyAnswer.Open;
            else if (mayAsk && asking is null && !Rests(pass.Since))
            {
                // Keys without a time to live would be gone before the job comes back for them.
                reserved ??= new CustodyPass(this, pass.Since, demands: false);
                passes[reserved] = true;
                Ask(Background);
            }
        }

        if (pass.Answer == CustodyAnswer.Open)
            Release();
        else
            pass.Dispose();
        return pass;
    }

    /// <summary>To be called often: drops keys whose time is over, and asks for those that are needed further.</summary>
    public void Tick()
    {
        if (reserved is { } kept && clock.GetUtcNow() - kept.Since > LongestAnswer + Rest)
            Release();
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (ring.IsLocked || deadline == DateTimeOffset.MaxValue)
                return;
            if (now >= deadline)
                ring.Lock();
            else if (row.TtlSeconds > 0 && asking is null && deadline - now <= RenewalLead && !Rests(now) && (used || passes.Keys.Any(p => p.Demands)))
                Ask(lastPurpose ?? Background);
        }
    }

    /// <summary>Takes the keys out of use, here at once and on every other node as soon as it looks.</summary>
    /// <param name="by"><c>customer</c> or <c>agent</c>.</param>
    /// <param name="agentNumber">Of the agent's message.</param>
    public Task RevokeAsync(string by, long? agentNumber, CancellationToken ct)
    {
        lock (gate)
        {
            // Before it is stored: the moment counts, and a disk that fails must not keep the keys here.
            row = row with { IsRevoked = true, RevokedBy = by };
            ring.Lock(SealBreak.KeyRevoked);
        }

        return ChangeAsync(
            now => now with
            {
                IsRevoked = true, RevokedBy = now.RevokedBy == "customer" ? "customer" : by, Since = now.IsRevoked ? now.Since : clock.GetUtcNow(),
                AgentNumber = agentNumber ?? now.AgentNumber,
            },
            [], ct);
    }

    /// <summary>Ends a revocation. The keys come back when the custodian gives them.</summary>
    public Task RestoreAsync(long? agentNumber, CancellationToken ct) => ChangeAsync(
        now => now with { IsRevoked = false, RevokedBy = null, Since = now.IsRevoked ? clock.GetUtcNow() : now.Since, AgentNumber = agentNumber ?? now.AgentNumber }, [], ct);

    /// <summary>
    /// Gives the root to another custodian, or to the same one anew. The new one must give it back before the old one is let go; when he does not,
    /// nothing has changed.
    /// </summary>
    /// <param name="why">The caller: the new custodian is asked for the root once.</param>
    /// <exception cref="KeyCustodyException">The new custodian does not take or give the root.</exception>
    /// <exception cref="SealBrokenException">The keys are not available now.</exception>
    public async Task MoveAsync(CustodianSettings settings, int ttlSeconds, bool background, UnwrapPurpose why, CancellationToken ct)
    {
        var custodian = custodians.Of(customer, settings);
        var root = await ring.RewrapRootAsync(custodian, ct);
        await ring.ProveAsync(root, custodian, why, ct);
        await ChangeAsync(now => now with { Custodian = settings, TtlSeconds = ttlSeconds, Background = background }, [root], ct);
        lock (gate)
        {
            failure = null;
            deadline = Deadline(clock.GetUtcNow());
        }
    }

    /// <summary>Changes how long the root stays, and whether jobs may ask for it.</summary>
    public async Task SetAsync(int ttlSeconds, bool background, CancellationToken ct)
    {
        await ChangeAsync(now => now with { TtlSeconds = ttlSeconds, Background = background }, [], ct);
        lock (gate)
            if (Deadline(clock.GetUtcNow()) is var latest && latest < deadline)
                deadline = latest;
    }

    /// <summary>Stores a change of keys that was planned on the ring, and applies it, here and, as soon as they look, on other nodes.</summary>
    /// <param name="plan">Runs when no other change of this compartment's keys is under way.</param>
    public async Task<IReadOnlyList<WrappedKey>> ChangeKeysAsync(Func<KeyPlan, IReadOnlyList<WrappedKey>> plan, Action<Session>? alongside, CancellationToken ct)
    {
        await changes.WaitAsync(ct);
        try
        {
            var known = ring.Keys.Select(k => k.Number).ToHashSet();
            var rows = plan(ring.Plan);
            var next = await control.WriteAsync(
                db =>
                {
                    KeyRingTable.Write(db, ring.Compartment, [.. rows.Where(r => known.Contains(r.Number))], asNew: false);
                    KeyRingTable.Write(db, ring.Compartment, [.. rows.Where(r => !known.Contains(r.Number))], asNew: true);
                    alongside?.Invoke(db);
                    // A customer who never chose a custodian needs no row for a new project.
                    return row.Version == 0 && !rows.Any(r => known.Contains(r.Number)) ? row : Store(db, now => now);
                },
                CancellationToken.None);
            Take(next, rows);
            return rows;
        }
        finally
        {
            changes.Release();
        }
    }

    /// <summary>Takes over what another node has changed.</summary>
    public async Task ReloadAsync(CancellationToken ct)
    {
        await changes.WaitAsync(ct);
        try
        {
            var (stored, keys) = await control.ReadAsync(
                db => (CustodyRow.Read(db, customer, controlSealer), KeyRingTable.Read(db, ring.Compartment)), ct);
            Take(stored ?? row, keys);
        }
        finally
        {
            changes.Release();
        }
    }

    public void Dispose() => changes.Dispose();

    /// <summary>Opens the ring with the installation's own custodian, whose failure is the operator's business and not the request's.</summary>
    internal async Task OpenLocalAsync(CancellationToken ct)
    {
        if (row.IsRevoked || !Custodians.IsLocal(row.Custodian))
            return;
        await ring.UnlockAsync(custodians.Of(customer, row.Custodian), why: null, ct, () => !row.IsRevoked);
        deadline = DateTimeOffset.MaxValue;
    }

    internal void Leave(CustodyPass pass)
    {
        if (!passes.TryRemove(pass, out _) || row.TtlSeconds > 0 || Custodians.IsLocal(row.Custodian))
            return;
        lock (gate)
            if (passes.IsEmpty && deadline != DateTimeOffset.MaxValue && !row.IsRevoked)
                ring.Lock();
    }

    private TimeSpan RenewalLead => TimeSpan.FromSeconds(Math.Min(LongestRenewalLead.TotalSeconds, row.TtlSeconds / 5.0));

    private void Release()
    {
        if (reserved is not { } kept)
            return;
        reserved = null;
        kept.Dispose();
    }

    private CustodyAnswer? AnswerNow(DateTimeOffset now, UnwrapPurpose why)
    {
        if (row.IsRevoked)
            return CustodyAnswer.Withheld;
        lock (gate)
        {
            if (ring.IsLocked || now >= deadline || (row.TtlSeconds == 0 && deadline != DateTimeOffset.MaxValue))
                return null;
            (used, lastPurpose) = (true, why);
            return CustodyAnswer.Open;
        }
    }

    private async Task<CustodyAnswer> AskAsync(UnwrapPurpose why, CancellationToken ct)
    {
        Task<CustodyAnswer> asked;
        lock (gate)
        {
            if (Rests(clock.GetUtcNow()))
                return failure!.Value.Answer;
            // Without a time to live each request is asked for by itself: whom the policy lets in says nothing of the next one.
            asked = row.TtlSeconds == 0 ? Task.Run(() => UnlockAsync(why), CancellationToken.None) : asking ?? Ask(why);
        }

        // Not cancelled with the request: others wait for the same answer.
        return await asked.WaitAsync(ct);
    }

    private bool Rests(DateTimeOffset now) => failure is { } last && now < last.At + Rest && now >= last.At;

    private Task<CustodyAnswer> Ask(UnwrapPurpose why) => asking = Task.Run(() => UnlockAsync(why));

    private async Task<CustodyAnswer> UnlockAsync(UnwrapPurpose why)
    {
        var began = clock.GetUtcNow();
        var asked = row;
        (CustodyAnswer Answer, string Why) failed;
        try
        {
            using var limit = new CancellationTokenSource(LongestAnswer, clock);
            // The limit also where a custodian does not look at it.
            await ring.UnlockAsync(custodians.Of(customer, asked.Custodian), why, limit.Token, () => !row.IsRevoked).WaitAsync(limit.Token);
            lock (gate)
            {
                asking = null;
                if (row.IsRevoked)
                    return CustodyAnswer.Withheld;
                (failure, used, lastPurpose) = (null, false, why);
                // From the question, not from the answer: the answer may have been long under way.
                deadline = Deadline(began);
                return ring.IsLocked ? CustodyAnswer.Withheld : CustodyAnswer.Open;
            }
        }
        catch (KeyCustodyException e)
        {
            failed = (e.Reason is CustodyFailure.Revoked or CustodyFailure.Refused ? CustodyAnswer.Withheld : CustodyAnswer.Unreachable, e.Message);
            if (e.Reason == CustodyFailure.Revoked)
                await TryRevokeAsync();
        }
        catch (SealBrokenException e)
        {
            failed = (e.Reason is SealBreak.KeyRevoked or SealBreak.KeyDestroyed ? CustodyAnswer.Withheld : CustodyAnswer.Unreachable, "What the custodian gave is not this compartment's root.");
        }
        catch (Exception e) when (e is OperationCanceledException or StorageUnavailableException or InvalidOperationException)
        {
            failed = (CustodyAnswer.Unreachable, e is OperationCanceledException ? "The custodian does not answer." : "The custodian cannot be asked.");
        }

        lock (gate)
        {
            asking = null;
            failure = (failed.Answer, clock.GetUtcNow(), failed.Why);
            if (!ring.IsLocked && clock.GetUtcNow() >= deadline)
                ring.Lock();
            return failed.Answer;
        }
    }

    private async Task TryRevokeAsync()
    {
        try
        {
            await RevokeAsync("agent", agentNumber: null, CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // Revoked here all the same; the next question has the same answer.
        }
    }

    private DateTimeOffset Deadline(DateTimeOffset from) => Custodians.IsLocal(row.Custodian) ? DateTimeOffset.MaxValue
        : from + TimeSpan.FromSeconds(row.TtlSeconds == 0 ? CustodyRow.MaxTtlSeconds : row.TtlSeconds);

    private async Task ChangeAsync(Func<CustodyRow, CustodyRow> change, IReadOnlyList<WrappedKey> keys, CancellationToken ct)
    {
        await changes.WaitAsync(ct);
        try
        {
            var next = await control.WriteAsync(
                db =>
                {
                    KeyRingTable.Write(db, ring.Compartment, keys, asNew: false);
                    return Store(db, change);
                },
                CancellationToken.None);
            Take(next, keys);
        }
        finally
        {
            changes.Release();
        }
    }

    // Read and written in one transaction: two nodes that change different things must not undo each other.
    private CustodyRow Store(Session db, Func<CustodyRow, CustodyRow> change)
    {
        var next = change(CustodyRow.Read(db, customer, controlSealer) ?? CustodyRow.Default(clock.GetUtcNow()));
        return next.Write(db, customer, next.Seal(customer, controlSealer));
    }

    private void Take(CustodyRow next, IReadOnlyList<WrappedKey> keys)
    {
        lock (gate)
        {
            var before = row;
            row = next;
            if (next.IsRevoked)
                ring.Lock(SealBreak.KeyRevoked);
            else if (before.IsRevoked || before.Custodian != next.Custodian)
                failure = null;
            ring.Apply(keys);
        }
    }
}
