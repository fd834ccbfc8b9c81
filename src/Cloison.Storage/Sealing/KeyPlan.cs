namespace Cloison.Storage.Sealing;

/// <summary>
/// Works out which rows of <c>key_ring</c> a change of keys needs. Changes nothing: store the rows in one transaction, then
/// <see cref="KeyRing.Apply"/> them on every node. Two nodes that plan at once collide on the number, the table's primary key, and one tries again.
/// </summary>
/// <remarks><c>project: null</c> means the compartment's own key.</remarks>
public sealed class KeyPlan
{
    private readonly KeyRing ring;

    internal KeyPlan(KeyRing ring) => this.ring = ring;

    /// <summary>A new project's first key, active at once.</summary>
    /// <exception cref="InvalidOperationException">The project has a key already, or had one.</exception>
    public WrappedKey NewProject(ProjectId project) =>
        Of(project).Any() ? throw new InvalidOperationException($"{project} already has a key.") : NewKey(project, KeyState.Active);

    /// <summary>Step one of a rotation on many nodes: a key that every node can open with before any seals with it.</summary>
    public WrappedKey Pending(ProjectId? project) => NewKey(project, KeyState.Pending);

    /// <summary>Step two: the pending key seals from now on, the one before only opens.</summary>
    /// <exception cref="InvalidOperationException">That key is not pending.</exception>
    public IReadOnlyList<WrappedKey> Activation(uint number)
    {
        var pending = ring.Keys.SingleOrDefault(row => row.Number == number);
        return pending is { State: KeyState.Pending }
            ? [.. Demoted(pending.Project), pending with { State = KeyState.Active }]
            : throw new InvalidOperationException($"Key number {number} is not pending.");
    }

    /// <summary>Both steps at once, for a single node. What the old key sealed is sealed anew by a background job; see <see cref="Sealer.IsCurrent"/>.</summary>
    public IReadOnlyList<WrappedKey> Rotation(ProjectId? project) => [.. Demoted(project), NewKey(project, KeyState.Active)];

    /// <summary>Takes all keys of a project out of use, for the time being.</summary>
    public IReadOnlyList<WrappedKey> Revocation(ProjectId? project) =>
        [.. Of(project).Where(row => row.Opens).Select(row => row with { State = KeyState.Revoked })];

    /// <summary>Undoes a revocation: the newest key seals again, the older ones open.</summary>
    public IReadOnlyList<WrappedKey> Restoration(ProjectId? project)
    {
        var revoked = Of(project).Where(row => row.State == KeyState.Revoked).OrderBy(row => row.Number).ToList();
        var sealsAlready = Of(project).Any(row => row.State == KeyState.Active);
        return [.. revoked.Select((row, i) => row with { State = i == revoked.Count - 1 && !sealsAlready ? KeyState.Active : KeyState.DecryptOnly })];
    }

    /// <summary>Crypto-shreds a project: nothing that was ever sealed for it opens again. Final.</summary>
    /// <remarks>Backups of the table keep the wrapped keys until they age out; a certificate must name that day.</remarks>
    public IReadOnlyList<WrappedKey> Destruction(ProjectId? project) => [.. Of(project).Where(row => row.State != KeyState.Destroyed).Select(Destroyed)];

    /// <summary>Destroys one key that a rotation has emptied.</summary>
    /// <exception cref="InvalidOperationException">Unknown, the root, or still sealing.</exception>
    public WrappedKey Destruction(uint number) =>
        ring.Keys.SingleOrDefault(row => row.Number == number) is { Purpose: not KeyPurpose.Root, State: not KeyState.Active } row
            ? Destroyed(row)
            : throw new InvalidOperationException($"Key number {number} cannot be destroyed: it is unknown, the root, or still seals.");

    /// <summary>Crypto-shreds the compartment: all keys and the root. Applying it locks the ring. Final.</summary>
    public IReadOnlyList<WrappedKey> Shredding() => [.. ring.Keys.Where(row => row.State != KeyState.Destroyed).Select(Destroyed)];

    private static WrappedKey Destroyed(WrappedKey row) => row with { State = KeyState.Destroyed, Wrapped = [] };

    private IEnumerable<WrappedKey> Of(ProjectId? project) => ring.Keys.Where(row => row.BelongsTo(project));

    private IEnumerable<WrappedKey> Demoted(ProjectId? project) =>
        Of(project).Where(row => row.State == KeyState.Active).Select(row => row with { State = KeyState.DecryptOnly });

    private WrappedKey NewKey(ProjectId? project, KeyState state)
    {
        using var key = PinnedKey.NewRandom();
        // Destroyed rows stay, so the highest number is the last one ever given.
        var number = ring.Keys.Max(row => row.Number) + 1;
        var purpose = project is null ? KeyPurpose.Compartment : KeyPurpose.Project;
        return ring.Root.Wrap(key, number, project, purpose, state, ring.Clock.GetUtcNow());
    }
}
