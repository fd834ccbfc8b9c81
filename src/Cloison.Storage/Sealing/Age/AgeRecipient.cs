using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Cloison.Storage.Sealing.Age;

/// <summary>Whom an age file is for: an X25519 public key, <c>age1…</c>.</summary>
public sealed class AgeRecipient
{
    private const string Prefix = "age";

    private readonly byte[] key;

    internal AgeRecipient(byte[] key) => this.key = key;

    internal ReadOnlySpan<byte> Key => key;

    /// <summary>False for anything else, also for recipients of plug-ins and for secret keys.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out AgeRecipient? recipient)
    {
        recipient = !text.Any(char.IsAsciiLetterUpper) && Bech32.TryDecode(text, Prefix, out var key) && key.Length == X25519.Bytes ? new(key) : null;
        return recipient is not null;
    }

    public override string ToString() => Bech32.Encode(Prefix, key);
}

/// <summary>What opens an age file: an X25519 secret key, <c>AGE-SECRET-KEY-1…</c>.</summary>
public sealed class AgeIdentity : IDisposable
{
    private const string Prefix = "age-secret-key-";

    private readonly byte[] secret;

    private AgeIdentity(byte[] secret)
    {
        this.secret = secret;
        Recipient = new(X25519.PublicKey(secret));
    }

    public AgeRecipient Recipient { get; }

    internal ReadOnlySpan<byte> Secret => secret;

    public static AgeIdentity NewRandom() => new(RandomNumberGenerator.GetBytes(X25519.Bytes));

    public static bool TryParse(string text, [NotNullWhen(true)] out AgeIdentity? identity)
    {
        identity = !text.Any(char.IsAsciiLetterLower) && Bech32.TryDecode(text, Prefix, out var secret) && secret.Length == X25519.Bytes ? new(secret) : null;
        return identity is not null;
    }

    /// <summary>The secret itself, as <c>age-keygen</c> writes it. For files of the key's owner only; never logged, so there is no <see cref="object.ToString"/>.</summary>
    public string ToSecretText() => Bech32.Encode(Prefix, secret).ToUpperInvariant();

    public void Dispose() => CryptographicOperations.ZeroMemory(secret);
}
