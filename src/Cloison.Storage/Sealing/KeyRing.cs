namespace Cloison.Storage.Sealing;

/// <summary>
/// One compartment's keys, unwrapped in memory; also the control plane's. Thread-safe. <see cref="Dispose"/> zeroes them, and every
/// <see cref="Sealer"/>, stream and index made from the ring fails from then on.
/// </summary>
/// <remarks>
/// The ring stores nothing. A change is planned (<see cref="Plan"/>), its rows are stored by the caller in one transaction, and only then
/// applied, here and on every other node: memory never runs ahead of the disk, so no content is ever sealed under a key that a crash
/// would lose.
/// </remarks>
public sealed class KeyRing : IDisposable
{
    private readonly Lock gate = new();
    private readonly RootKey root;
    private volatile KeySlots slots = KeySlots.None;
    private volatile bool disposed;

    private KeyRing(CompartmentName compartment, RootKey root, TimeProvider clock)
    {
        (Compartment, this.root, Clock) = (compartment, root, clock);
        Index = new BlindIndex(root);
        Plan = new KeyPlan(this);
    }

    public CompartmentName Compartment { get; }

    /// <summary>The rows as last applied.</summary>
    public IReadOnlyList<WrappedKey> Keys => slots.Rows;

    /// <summary>Works out the rows that a change of keys needs.</summary>
    public KeyPlan Plan { get; }

    /// <summary>Equality search over sealed columns.</summary>
    public BlindIndex Index { get; }

    internal RootKey Root => root;

    internal TimeProvider Clock { get; }

    /// <summary>Makes the keys of a new compartment: its root and its compartment key. Store <see cref="Keys"/> before the first use.</summary>
    /// <exception cref="KeyCustodyException">The custodian fails.</exception>
    public static async Task<KeyRing> CreateAsync(CompartmentName compartment, IKeyCustodian custodian, TimeProvider clock, CancellationToken ct)
    {
        const uint rootNumber = 1;
        var key = PinnedKey.NewRandom();
        var ring = new KeyRing(compartment, new RootKey(compartment, key), clock);
        try
        {
            var rootRow = new WrappedKey(rootNumber, null, KeyPurpose.Root, KeyState.Active, [], key.CheckValue(), clock.GetUtcNow());
            rootRow = await WrapRootAsync(key, rootRow, compartment, custodian, ct);
            using var first = PinnedKey.NewRandom();
            ring.Apply([rootRow, ring.root.Wrap(first, rootNumber + 1, null, KeyPurpose.Compartment, KeyState.Active, clock.GetUtcNow())]);
            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Opens the keys of a compartment from its stored rows.</summary>
    /// <exception cref="KeyCustodyException">The custodian does not unwrap the root.</exception>
    /// <exception cref="SealBrokenException">The root is destroyed or revoked, or a row was altered.</exception>
    public static async Task<KeyRing> UnlockAsync(
        CompartmentName compartment, IReadOnlyList<WrappedKey> keys, IKeyCustodian custodian, TimeProvider clock, CancellationToken ct)
    {
        var row = RootOf(keys);
        if (!row.Opens)
            throw new SealBrokenException(row.State == KeyState.Destroyed ? SealBreak.KeyDestroyed : SealBreak.KeyRevoked, "the compartment's root");
        var key = await PinnedKey.FilledAsync(bytes => custodian.UnwrapAsync(row.Wrapped, new CustodyContext(compartment, row.Number), bytes, ct));
        var ring = new KeyRing(compartment, new RootKey(compartment, key), clock);
        try
        {
            if (!key.CheckValue().AsSpan().SequenceEqual(row.CheckValue))
                throw new SealBrokenException(SealBreak.WrongPlaceOrKey, "the compartment's root");
            ring.Apply(keys);
            return ring;
        }
        catch
        {
            ring.Dispose();
            throw;
        }
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
    /// Takes over rows that were stored: what is new is unwrapped, what no longer opens is zeroed at once. Streams over a key that went
    /// away fail at their next chunk.
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
            ThrowIfLocked();
            slots = slots.With(changed, root.Unwrap);
            if (!RootOf(slots.Rows).Opens)
                DisposeAll();
        }
    }

    /// <summary>Wraps the root anew, for another custodian or a rotated custodian key. Store the row; nothing needs to be applied elsewhere.</summary>
    /// <remarks>The root itself never changes: index keys and blob names derive from it.</remarks>
    /// <exception cref="KeyCustodyException">The custodian fails.</exception>
    public async Task<WrappedKey> RewrapRootAsync(IKeyCustodian custodian, CancellationToken ct)
    {
        ThrowIfLocked();
        using var hold = root.Use();
        var row = RootOf(Keys);
        return row with { Wrapped = await custodian.WrapAsync(hold.Memory, new CustodyContext(Compartment, row.Number), ct) };
    }

    public void Dispose()
    {
        lock (gate)
            DisposeAll();
    }

    /// <summary>The key that seals now.</summary>
    internal (uint Number, PinnedKey Key) Active(ProjectId? project)
    {
        ThrowIfLocked();
        // One state for the question and the reason: the next one may have restored the key already.
        var now = slots;
        return now.Active(project) is { } slot ? (slot.Row.Number, slot.Key!) : throw new SealBrokenException(now.WhyNoneActive(project));
    }

    /// <summary>The key that opens, if it is that project's: one project's sealer never opens another's content.</summary>
    internal PinnedKey ForOpening(ProjectId? project, uint number, in SealContext context)
    {
        if (disposed)
            throw SealBrokenException.At(context, SealBreak.Locked);
        if (!slots.TryGet(number, out var slot) || !slot.Row.BelongsTo(project))
            throw SealBrokenException.At(context, SealBreak.UnknownKey);
        return slot.Key ?? throw SealBrokenException.At(context, slot.Row.State == KeyState.Destroyed ? SealBreak.KeyDestroyed : SealBreak.KeyRevoked);
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
        if (disposed)
            throw new SealBrokenException(SealBreak.Locked);
    }

    private void DisposeAll()
    {
        disposed = true;
        slots.Dispose();
        root.Dispose();
    }
}
