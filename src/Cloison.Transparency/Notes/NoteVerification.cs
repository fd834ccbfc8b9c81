using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Cloison.Transparency.Signatures;

namespace Cloison.Transparency.Notes;

/// <param name="Time">When a witness says to have seen the note, or a log's second key to have signed it; null for a log's first signature.</param>
public sealed record VerifiedSignature(NoteKey Key, DateTimeOffset? Time);

/// <summary>What each kind of signature is made over.</summary>
internal static class NoteVerification
{
    public const int TimeBytes = 8;

    /// <summary>Beyond the year 9999 is no time at all.</summary>
    private const ulong LastSecond = 253_402_300_799;

    /// <summary>Null when the signature is wrong. Only for keys that can be checked here.</summary>
    /// <exception cref="NoteException">The key signs checkpoints only, and the text is none.</exception>
    public static VerifiedSignature? Check(string text, NoteSignature signature, NoteKey key)
    {
        var bytes = signature.Bytes.Span;
        switch (key.Type)
        {
            case NoteKeyType.Ed25519:
                return Ed25519.Verify(key.PublicKey.Span, Encoding.UTF8.GetBytes(text), bytes) ? new(key, null) : null;
            case NoteKeyType.Cosignature when bytes.Length == TimeBytes + Ed25519.SignatureBytes:
                var seconds = BinaryPrimitives.ReadUInt64BigEndian(bytes);
                if (seconds > LastSecond || !Ed25519.Verify(key.PublicKey.Span, CosignedBytes(text, (long)seconds), bytes[TimeBytes..]))
                    return null;
                return new(key, DateTimeOffset.FromUnixTimeSeconds((long)seconds));
            case NoteKeyType.MlDsa44 when bytes.Length == TimeBytes + MlDsa44.SignatureBytes:
                var at = BinaryPrimitives.ReadUInt64BigEndian(bytes);
                if (at > LastSecond || !MlDsa44.Verify(key.PublicKey.Span, SubtreeCosigner.CosignedMessage(key.Name, (long)at, Checkpoint.Parse(text)), bytes[TimeBytes..]))
                    return null;
                return new(key, DateTimeOffset.FromUnixTimeSeconds((long)at));
            default:
                return null;
        }
    }

    /// <summary>c2sp.org/tlog-cosignature v1.0.1: a header, the time, and the text as it is.</summary>
    public static byte[] CosignedBytes(string text, long seconds) => Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds.ToString(CultureInfo.InvariantCulture)}\n{text}");
}
