using System.Security.Cryptography;

namespace Cloison.Transparency.Signatures;

/// <summary>A private Ed25519 key, held by OpenSSL outside of the managed heap.</summary>
public sealed class Ed25519Key : IDisposable
{
    private readonly Lock gate = new();
    private nint key;

    private Ed25519Key(nint key)
    {
        this.key = key;
        PublicKey = LibCrypto.PublicBytes(key, Ed25519.PublicKeyBytes);
    }

    /// <summary>32 bytes.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <param name="seed">32 bytes: the private key of RFC 8032.</param>
    public static Ed25519Key FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedBytes)
            throw new ArgumentException($"A seed has {Ed25519.SeedBytes} bytes, not {seed.Length}.", nameof(seed));
        var copy = seed.ToArray();
        try
        {
            return new(LibCrypto.PrivateKey(LibCrypto.Ed25519, copy));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(copy);
        }
    }

    /// <summary>64 bytes; the same message always has the same signature.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var bytes = message.ToArray();
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(key == 0, this);
            return LibCrypto.SignMessage(key, bytes, Ed25519.SignatureBytes);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (key != 0)
                LibCrypto.Free(key);
            key = 0;
        }
    }
}
