using System.Buffers.Binary;
using Cloison.Transparency.Signatures;

namespace Cloison.Transparency.Notes;

/// <summary>A witness's signature: Ed25519 over the text and the time. Source: c2sp.org/tlog-cosignature v1.0.1.</summary>
/// <remarks>Who cosigns has checked first that the checkpoint extends the last one that he cosigned.</remarks>
public sealed class Cosigner(string name, Ed25519Key key, TimeProvider clock) : INoteSigner
{
    public NoteKey Key { get; } = NoteKey.Of(name, NoteKeyType.Cosignature, key.PublicKey.Span);

    public NoteSignature Sign(string text)
    {
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        var bytes = new byte[NoteVerification.TimeBytes + Ed25519.SignatureBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)seconds);
        key.Sign(NoteVerification.CosignedBytes(text, seconds)).CopyTo(bytes, NoteVerification.TimeBytes);
        return new(Key.Name, Key.Id, bytes);
    }
}
