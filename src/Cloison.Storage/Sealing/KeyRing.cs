namespace Cloison.Storage.Sealing;

/// <summary>
/// One compartment's keys, unwrapped in memory; also the control plane's. Thread-safe. <see cref="Lock"/> zeroes them, and every
/// <see cref="Sealer"/>, stream and index made from the ring fails until <see cref="UnlockAsync(IKeyCustodian, UnwrapPurpose?, CancellationToken, Func{bool}?)"/>;
/// streams that were open stay broken.
/// </summary>
/// <remarks>
/// The ring stores nothing. A change is planned (<see cref="Plan"/>), its rows are stored by the caller in one transaction, and only then
/// applied, here and on every other node: memory never runs ahead of the disk, so no content is ever sealed under a key that a crash
/// would lose.
/// </remarks>
public sealed class KeyRing : IDisposable
{
    private readonly Lock gate = new();
    private volatile RootKey? root;
    private volatile KeySlots slots;
    private volatile bool disposed;
    // Read without the gate: an enum is written whole.
    private volatile SealBreak whyLocked = SealBreak.Locked;

    private KeyRing(CompartmentName compartment, KeySlots slots, RootKey? root, TimeProvider clock)
    {
        (Compartment, this.slots, this.root, Clock) = (compartment, slots, root, clock);
        Index = new BlindIndex(this);
        Plan = new KeyPlan(this);
    }

    public CompartmentName Compartment { get; }

    /// <summary>The rows as last applied, also while the ring is locked.</summary>
    public IReadOnlyList<WrappedKey> Keys => slots.Rows;

    /// <summary>No key is in memory.</summary>
    public bool IsLocked => root is null;

    /// <summary>Works out the rows that a change of keys needs.</summary>
    public KeyPlan Plan { get; }

    /// <summary>Equality search over sealed columns.</summary>
    public BlindIndex Index { get; }

    /// <exception cref="SealBrokenException">The ring is locked.</exception>
    internal RootKey Root => root ?? throw new SealBrokenException(whyLocked);

    internal TimeProvider Clock { get; }

    /// <summary>Makes the keys of a new compartment: its root and its compartment key. Store <see cref="Keys"/> before the first use.</summary>
    /// <exception cref="KeyCustodyException">The custodian fails.</exception>
    public static async Task<KeyRing> CreateAsync(CompartmentName compartment, IKeyCustodian custodian, TimeProvider clock, CancellationToken ct)
    {
        const uint rootNumber = 1;
        var key = PinnedKey.NewRandom();
        var root = new RootKey(compartment, key);
        var ring = new KeyRing(compartment, KeySlots.None, root, clock);
        try
        {
            var rootRow = new WrappedKey(rootNumber, null, KeyPurpose.Root, KeyState.Active, [], key.CheckValue(), clock.GetUtcNow());
            rootRow = await WrapRootAsync(key, rootRow, compartment, custodian, ct);
            using var first = PinnedKey.NewRandom();
            ring.Apply([rootRow, root.Wrap(first, rootNumber + 1, null, KeyPurpose.Compartment, KeyState.Active, clock.GetUtcNow())]);
            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>A ring that knows its rows and holds no key yet.</summary>
    public static KeyRing Locked(CompartmentName compartment, IReadOnlyList<WrappedKey> keys, TimeProvider clock) =>
        new(compartment, KeySlots.None.With(keys, unwrap: null), root: null, clock);

    /// <summary>Opens the keys of a compartment from its stored rows.</summary>
    /// <exception cref="KeyCustodyException">The custodian does not unwrap the root.</exception>
    /// <exception cref="SealBrokenException">The root is destroyed or revoked, or a row was altered.</exception>
    public static async Task<KeyRing> UnlockAsync(
        CompartmentName compartment, IReadOnlyList<WrappedKey> keys, IKeyCustodian custodian, TimeProvider clock, CancellationToken ct)
    {
        var ring = Locked(compartment, keys, clock);
        await ring.UnlockAsync(custodian, why: null, ct);
        return ring;
    }

    /// <summary>
    /// Lets the custodian unwrap the root, and with it all other keys. On a ring that is open it only proves that the custodian still gives the
    /// root: nothing that is under way is disturbed.
    /// </summary>
    /// <param name="mayStill">Asked when the custodian has answered, under the lock that <see cref="Lock"/> takes: a revocation that comes while
    /// he is asked wins.</param>
    /// <exception cref="KeyCustodyException">The custodian does not unwrap the root.</exception>
    /// <exception cref="SealBrokenException">The root is destroyed or revoked, or a row was altered.</exception>
    public async Task UnlockAsync(IKeyCustodian custodian, UnwrapPurpose? why, CancellationToken ct, Func<bool>? mayStill = null)
    {
        var row = RootOf(Keys);
        if (!row.Opens)
            throw new SealBrokenException(row.State == KeyState.Destroyed ? SealBreak.KeyDestroyed : SealBreak.KeyRevoked, "the compartment's root");
        var key = await PinnedKey.FilledAsync(bytes => custodian.UnwrapAsync(row.Wrapped, new CustodyContext(Compartment, row.Number, why), bytes, ct));
        var fresh = new RootKey(Compartment, key);
        try
        {
            if (!key.CheckValue().AsSpan().SequenceEqual(row.CheckValue))
                throw new SealBrokenException(SealBreak.WrongPlaceOrKey, "the compartment's root");
            lock (gate)
            {
                // Also destroyed meanwhile: what comes too late opens nothing.
                if (root is not null || disposed || !RootOf(slots.Rows).Opens || mayStill?.Invoke() == false)
                    return;
                slots = KeySlots.None.With(slots.Rows, fresh.Unwrap);
                root = fresh;
                fresh = null;
            }
        }
        finally
        {
            fresh?.Dispose();
        }
    }

    /// <summary>Drops all keys from memory, zeroed, and cuts every stream over them at its next chunk. The rows stay known.</summary>
    /// <param name="why">What everything that needs a key says from now on: <see cref="SealBreak.Locked"/> or <see cref="SealBreak.KeyRevoked"/>.</param>
    public void Lock(SealBreak why = SealBreak.Locked)
    {
        lock (gate)
            LockNow(why);
    }

    /// <summary>Whether the project's content opens now.</summary>
    public bool CanOpen(ProjectId project) => slots.Active(project) is { Key: not null };

    /// <summary>Whether the project's keys were taken out of use, for the time being or for good, whatever the whole ring's state.</summary>
    public bool IsWithheld(ProjectId project)
    {
        var own = slots.Rows.Where(row => row.BelongsTo(project)).ToList();
        return own.Count > 0 && !own.Exists(row => row.Opens);
    }

    /// <summary>Seals and opens what belongs to one project. Cheap; follows later changes of the ring.</summary>
    public Sealer For(ProjectId project) =>
        project.IsEmpty ? throw new ArgumentException("No project: use ForCompartment for what belongs to none.", nameof(project)) : new(this, project);

    /// <summary>Whether the project has ever had a key here, whatever became of it. One that has none does not exist in this compartment.</summary>
    public bool Knows(ProjectId project)
    {
        var now = slots;
        return now.Active(project) is not null || now.Rows.Any(row => row.BelongsTo(project));
    }

    /// <summary>Seals and opens what belongs to no project, and the control plane's secrets.</summary>
    public Sealer ForCompartment() => new(this, null);

    /// <summary>
    /// Takes over rows that were stored: what is new is unwrapped (when the ring is open), what no longer opens is zeroed at once. Streams
    /// over a key that went away fail at their next chunk.
    /// </summary>
    /// <param name="changed">The changed rows, or all of them, as last committed: an older state of a row, applied late, would bring a revoked
    /// key back.</param>
    /// <exception cref="InvalidOperationException">A destroyed key would come back, a number would change its meaning, or two keys would be
    /// active for one purpose. Then nothing was applied.</exception>
    /// <exception cref="SealBrokenException">A row does not unwrap. Then nothing was applied.</exception>
    public void Apply(IReadOnlyList<WrappedKey> changed)
    {
        lock (gate)
        {
            var now = root;
            slots = slots.With(changed, now is null ? null : now.Unwrap);
            if (RootOf(slots.Rows) is { Opens: false } closed)
                LockNow(closed.State == KeyState.Destroyed ? SealBreak.KeyDestroyed : SealBreak.KeyRevoked);
        }
    }

    /// <summary>Wraps the root anew, for another custodian or a rotated custodian key. Store the row; nothing needs to be applied elsewhere.</summary>
    /// <remarks>The root itself never changes: index keys and blob names derive from it.</remarks>
    /// <exception cref="KeyCustodyException">The custodian fails.</exception>
    public async Task<WrappedKey> RewrapRootAsync(IKeyCustodian custodian, CancellationToken ct)
    {
        using var hold = Root.Use();
        var row = RootOf(Keys);
        return row with { Wrapped = await custodian.WrapAsync(hold.Memory, new CustodyContext(Compartment, row.Number), ct) };
    }

    /// <summary>Has a custodian unwrap what he has just wrapped: nothing is given into hands that do not give it back.</summary>
    /// <exception cref="KeyCustodyException">He does not, or gives something else.</exception>
    public async Task ProveAsync(WrappedKey root, IKeyCustodian custodian, UnwrapPurpose? why, CancellationToken ct)
    {
        using var key = await PinnedKey.FilledAsync(bytes => custodian.UnwrapAsync(root.Wrapped, new CustodyContext(Compartment, root.Number, why), bytes, ct));
        if (!key.CheckValue().AsSpan().SequenceEqual(root.CheckValue))
            throw new KeyCustodyException(CustodyFailure.NotOurs, "The custodian gave back another key than he was given.");
    }

    /// <summary>Locks for good.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            LockNow(SealBreak.Locked);
        }
    }

    /// <summary>The key that seals now.</summary>
    internal (uint Number, PinnedKey Key) Active(ProjectId? project)
    {
        ThrowIfLocked();
        // One state for the question and the reason: the next one may have restored the key already.
        var now = slots;
        return now.Active(project) is not { } slot ? throw new SealBrokenException(now.WhyNoneActive(project))
            : slot.Key is { } key ? (slot.Row.Number, key)
            : throw new SealBrokenException(whyLocked);
    }

    /// <summary>The key that opens, if it is that project's: one project's sealer never opens another's content.</summary>
    internal PinnedKey ForOpening(ProjectId? project, uint number, in SealContext context)
    {
        if (root is null)
            throw SealBrokenException.At(context, whyLocked);
        if (!slots.TryGet(number, out var slot) || !slot.Row.BelongsTo(project))
            throw SealBrokenException.At(context, SealBreak.UnknownKey);
        return slot.Key ?? throw SealBrokenException.At(
            context, slot.Row.State == KeyState.Destroyed ? SealBreak.KeyDestroyed : slot.Row.Opens ? whyLocked : SealBreak.KeyRevoked);
    }

    private static async Task<WrappedKey> WrapRootAsync(
        PinnedKey key, WrappedKey row, CompartmentName compartment, IKeyCustodian custodian, CancellationToken ct)
    {
        using var hold = key.Use();
        return row with { Wrapped = await custodian.WrapAsync(hold.Memory, new CustodyContext(compartment, row.Number), ct) };
    }

    private static WrappedKey RootOf(IReadOnlyList<WrappedKey> rows) =>
        rows.SingleOrDefault(row => row.Purpose == KeyPurpose.Root) ?? throw new InvalidOperationException("A key ring needs exactly one root row.");

    private void ThrowIfLocked()
    {
        if (root is null)
            throw new SealBrokenException(whyLocked);
    }

    // The reason first: whoever finds no root must find the reason.
    private void LockNow(SealBreak why)
    {
        whyLocked = why;
        var old = root;
        root = null;
        slots = slots.Closed();
        old?.Dispose();
    }
}
