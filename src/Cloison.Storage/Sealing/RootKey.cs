using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// A compartment's root key. It seals nothing itself: every use has a key of its own, HKDF-SHA-512 (RFC 5869) of the root over
/// (scheme, compartment, use, subject), so that no two uses can be played against each other.
/// </summary>
internal sealed class RootKey(CompartmentName compartment, PinnedKey root) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Use, string Subject), PinnedKey> children = [];
    private bool disposed;

    /// <summary>Wraps the project keys.</summary>
    public PinnedKey Wrapping => Child("key-wrap", "key_ring");

    /// <summary>Blind index of one column.</summary>
    public PinnedKey Index(string column) => Child("blind-index", column);

    /// <summary>
    /// Names a project's blobs. Derived, not stored, so that names outlive a rotation of the project's key; who keeps the root can
    /// therefore still test whether a shredded project once held a file that he has.
    /// </summary>
    public PinnedKey ContentAddress(ProjectId project) => Child("content-address", project.Text);

    /// <summary>Ties a project's blob files to their names; null: those that belong to no project.</summary>
    public PinnedKey BlobBinding(ProjectId? project) => Child("blob-binding", project?.Text ?? "compartment");

    public WrappedKey Wrap(PinnedKey key, uint number, ProjectId? project, KeyPurpose purpose, KeyState state, DateTimeOffset createdAt)
    {
        using var hold = key.Use();
        var wrapped = Envelope.Seal(Wrapping, number, compartment, Place(project, purpose), hold.Span);
        return new WrappedKey(number, project, purpose, state, wrapped, key.CheckValue(), createdAt);
    }

    /// <exception cref="SealBrokenException">The row was altered, moved, or belongs to another compartment.</exception>
    public PinnedKey Unwrap(WrappedKey row)
    {
        var place = Place(row.Project, row.Purpose);
        var number = Envelope.ReadHeader(place, row.Wrapped, row.Wrapped.Length, out var bytes);
        if (number != row.Number || bytes != PinnedKey.Bytes)
            throw SealBrokenException.At(place, SealBreak.Malformed);
        var key = PinnedKey.Filled(row, (plain, r) => Envelope.Open(Wrapping, compartment, Place(r.Project, r.Purpose), r.Wrapped, plain));
        if (CryptographicOperations.FixedTimeEquals(key.CheckValue(), row.CheckValue))
            return key;
        key.Dispose();
        throw SealBrokenException.At(place, SealBreak.WrongPlaceOrKey);
    }

    public PinnedKey.Hold Use() => root.Use();

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            root.Dispose();
            foreach (var child in children.Values)
                child.Dispose();
        }
    }

    private PinnedKey Child(string use, string subject)
    {
        lock (gate)
        {
            if (disposed)
                throw new SealBrokenException(SealBreak.Locked);
            if (!children.TryGetValue((use, subject), out var child))
                children.Add((use, subject), child = Derive(use, subject));
            return child;
        }
    }

    private PinnedKey Derive(string use, string subject)
    {
        Span<byte> room = stackalloc byte[CanonicalWriter.MaxBytes(texts: 4, numbers: 0)];
        var info = new CanonicalWriter(room);
        info.Text(SealContext.Scheme);
        info.Text(compartment.Text);
        info.Text(use);
        info.Text(subject);
        using var hold = root.Use();
        return PinnedKey.Filled(new Material(hold.Span, info.Written), static (key, m) => HKDF.DeriveKey(HashAlgorithmName.SHA512, m.Root, key, salt: [], m.Info));
    }

    // The number is bound by the envelope itself; project and purpose by the place.
    private static SealContext Place(ProjectId? project, KeyPurpose purpose) => new("key_ring", "wrapped", $"{purpose.Text()}/{project?.Text}");

    private readonly ref struct Material(ReadOnlySpan<byte> root, ReadOnlySpan<byte> info)
    {
        public ReadOnlySpan<byte> Root { get; } = root;

        public ReadOnlySpan<byte> Info { get; } = info;
    }
}
