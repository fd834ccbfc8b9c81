namespace Cloison.Storage.Sealing;

/// <summary>An immutable state of a key ring: its rows and, of those that open, the keys.</summary>
internal sealed class KeySlots
{
    public static readonly KeySlots None = new([]);

    private readonly Dictionary<uint, Slot> byNumber;
    private readonly Dictionary<string, Slot> active = [];

    private KeySlots(Dictionary<uint, Slot> byNumber)
    {
        this.byNumber = byNumber;
        Rows = [.. byNumber.Values.Select(slot => slot.Row).OrderBy(row => row.Number)];
        if (Rows.Count(row => row.Purpose == KeyPurpose.Root) > 1)
            throw new InvalidOperationException("A key ring has one root.");
        foreach (var slot in byNumber.Values.Where(slot => slot.Row is { State: KeyState.Active, Purpose: not KeyPurpose.Root }))
        {
            if (!active.TryAdd(Owner(slot.Row.Project), slot))
                throw new InvalidOperationException($"Two keys would be active for {slot.Row.Project?.Text ?? "the compartment"}.");
        }
    }

    public IReadOnlyList<WrappedKey> Rows { get; }

    public bool TryGet(uint number, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out Slot slot) => byNumber.TryGetValue(number, out slot);

    public Slot? Active(ProjectId? project) => active.GetValueOrDefault(Owner(project));

    public SealBreak WhyNoneActive(ProjectId? project)
    {
        var states = Rows.Where(row => row.BelongsTo(project)).Select(row => row.State).ToHashSet();
        return states.Contains(KeyState.Revoked) ? SealBreak.KeyRevoked
            : states.Contains(KeyState.Destroyed) ? SealBreak.KeyDestroyed
            : SealBreak.UnknownKey;
    }

    /// <summary>The next state. Unwraps what newly opens; retires what no longer does, but only once all of it is known to be valid.</summary>
    /// <param name="unwrap">Null while the ring is locked: rows only.</param>
    public KeySlots With(IReadOnlyList<WrappedKey> changed, Func<WrappedKey, PinnedKey>? unwrap)
    {
        var next = new Dictionary<uint, Slot>(byNumber);
        var fresh = new List<PinnedKey>();
        var stale = new List<PinnedKey>();
        try
        {
            foreach (var row in changed)
            {
                var known = next.GetValueOrDefault(row.Number);
                Check(known?.Row, row);
                var key = known?.Key;
                if (unwrap is not null && row.Purpose != KeyPurpose.Root && row.Opens && key is null)
                    fresh.Add(key = unwrap(row));
                if (!row.Opens && key is not null)
                {
                    stale.Add(key);
                    key = null;
                }

                next[row.Number] = new Slot(row, key);
            }

            var result = new KeySlots(next);
            stale.ForEach(key => key.Dispose());
            return result;
        }
        catch
        {
            fresh.ForEach(key => key.Dispose());
            throw;
        }
    }

    /// <summary>The same rows without keys, which are zeroed.</summary>
    public KeySlots Closed()
    {
        foreach (var slot in byNumber.Values)
            slot.Key?.Dispose();
        return new(byNumber.Values.ToDictionary(slot => slot.Row.Number, slot => slot with { Key = null }));
    }

    private static void Check(WrappedKey? known, WrappedKey row)
    {
        if (known is not null && !known.SameKey(row))
            throw new InvalidOperationException($"Key number {row.Number} would change its meaning.");
        if (known?.State == KeyState.Destroyed && row.State != KeyState.Destroyed)
            throw new InvalidOperationException($"Key number {row.Number} is destroyed and stays so.");
        if (row.State == KeyState.Destroyed && row.Wrapped.Length > 0)
            throw new InvalidOperationException($"Key number {row.Number} is called destroyed, but its wrapped bytes are still there.");
        if ((row.Purpose == KeyPurpose.Project) != (row.Project is { IsEmpty: false }))
            throw new InvalidOperationException($"Key number {row.Number} has a project that does not fit its purpose.");
    }

    // Project ids are never empty text, so the compartment's own key has that place.
    private static string Owner(ProjectId? project) => project?.Text ?? "";

    public sealed record Slot(WrappedKey Row, PinnedKey? Key);
}
