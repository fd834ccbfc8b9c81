using System.Buffers.Binary;

namespace Cloison.Storage.Sealing;

/// <summary>Wraps with a root key that lies in this process: the common part of the file and the environment.</summary>
/// <remarks>
/// The envelope's key number is the first 4 bytes of the root key's check value, so that a compartment that was wrapped by another
/// root key is recognised as such.
/// </remarks>
internal sealed class LocalRootKey(PinnedKey key) : IDisposable
{
    private readonly uint fingerprint = BinaryPrimitives.ReadUInt32BigEndian(key.CheckValue());

    public byte[] Wrap(ReadOnlySpan<byte> wanted, CustodyContext context)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(wanted.Length, PinnedKey.Bytes);
        return Envelope.Seal(key, fingerprint, context.Compartment, Place(context), wanted);
    }

    public void Unwrap(ReadOnlySpan<byte> wrapped, CustodyContext context, Span<byte> wanted)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(wanted.Length, PinnedKey.Bytes);
        if (!Envelope.TryKeyNumber(wrapped, out var by) || !Envelope.TryPlainBytes(wrapped.Length, out var bytes) || bytes != PinnedKey.Bytes)
            throw new KeyCustodyException(CustodyFailure.NotOurs, $"The root of {context.Compartment} is not a wrapped key.");
        if (by != fingerprint)
            throw new KeyCustodyException(CustodyFailure.NotOurs, $"The root of {context.Compartment} was wrapped by another root key ({by:x8}, not {fingerprint:x8}).");
        try
        {
            Envelope.Open(key, context.Compartment, Place(context), wrapped, wanted);
        }
        catch (SealBrokenException broken)
        {
            throw new KeyCustodyException(CustodyFailure.NotOurs, $"The root of {context.Compartment} does not unwrap.", broken);
        }
    }

    public void Dispose() => key.Dispose();

    private static SealContext Place(CustodyContext context) => new("key_ring", "wrapped", $"root/{context.KeyNumber}");
}
