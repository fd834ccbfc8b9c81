using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cloison.Transparency.Signatures;

namespace Cloison.Transparency.Notes;

/// <summary>A timestamped ML-DSA-44 signature of a checkpoint, a log's own beside the one of Ed25519, or a witness's. Source: c2sp.org/tlog-cosignature v1.1.0-rc.1.</summary>
/// <remarks>Signs checkpoints only: what is signed is made of their parts, and of the signer's name.</remarks>
public sealed class SubtreeCosigner : INoteSigner, IDisposable
{
    private readonly MLDsa key;
    private readonly TimeProvider clock;

    /// <param name="seed">32 bytes.</param>
    /// <exception cref="PlatformNotSupportedException">See <see cref="MlDsa44.IsSupported"/>.</exception>
    public SubtreeCosigner(string name, ReadOnlySpan<byte> seed, TimeProvider clock)
    {
        key = MLDsa.ImportMLDsaPrivateSeed(MLDsaAlgorithm.MLDsa44, seed);
        this.clock = clock;
        Span<byte> publicKey = stackalloc byte[MlDsa44.PublicKeyBytes];
        key.ExportMLDsaPublicKey(publicKey);
        Key = NoteKey.Of(name, NoteKeyType.MlDsa44, publicKey);
    }

    public NoteKey Key { get; }

    /// <exception cref="NoteException">The text is no checkpoint.</exception>
    public NoteSignature Sign(string text)
    {
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        var bytes = new byte[NoteVerification.TimeBytes + MlDsa44.SignatureBytes];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)seconds);
        key.SignData(CosignedMessage(Key.Name, seconds, Checkpoint.Parse(text)), bytes.AsSpan(NoteVerification.TimeBytes));
        return new(Key.Name, Key.Id, bytes);
    }

    public void Dispose() => key.Dispose();

    /// <summary>The struct <c>cosigned_message</c> for a whole tree, in the notation of RFC 8446 §3.</summary>
    /// <exception cref="NoteException">A name is longer than 255 bytes.</exception>
    public static byte[] CosignedMessage(string signer, long seconds, Checkpoint checkpoint)
    {
        var (name, origin) = (Encoding.UTF8.GetBytes(signer), Encoding.UTF8.GetBytes(checkpoint.Origin));
        if (name.Length > byte.MaxValue || origin.Length > byte.MaxValue)
            throw new NoteException("A name has more than 255 bytes: it cannot be signed with ML-DSA-44.");
        var message = new List<byte>(128);
        message.AddRange("subtree/v1\n\0"u8);
        message.Add((byte)name.Length);
        message.AddRange(name);
        Number(seconds);
        message.Add((byte)origin.Length);
        message.AddRange(origin);
        Number(0);
        Number(checkpoint.Size);
        message.AddRange(checkpoint.Root.ToArray());
        return [.. message];

        void Number(long value)
        {
            Span<byte> bytes = stackalloc byte[8];
            BinaryPrimitives.WriteInt64BigEndian(bytes, value);
            message.AddRange(bytes);
        }
    }
}
