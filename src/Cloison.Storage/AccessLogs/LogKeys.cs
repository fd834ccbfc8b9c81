using System.Security.Cryptography;
using System.Text;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Storage.AccessLogs;

/// <summary>
/// The keys of one log: it signs checkpoints, seals entries and makes people's pseudonyms. They lie in the control database, sealed under the
/// control plane's own keys: a log goes on while its customer's keys are withheld, and its entries can still be read.
/// </summary>
public sealed class LogKeys : IDisposable
{
    /// <summary>Which of a log's keys made an entry's pseudonyms; there is one so far.</summary>
    public const uint Version = 1;
    private const int PseudonymBytes = 16;
    private readonly CompartmentName name;
    private readonly Ed25519Key signing;
    private readonly PinnedKey sealing;
    private readonly PinnedKey pseudonyms;

    private LogKeys(CompartmentName name, string origin, byte[] seed, byte[] secret, byte[]? postQuantumSeed)
    {
        this.name = name;
        PostQuantum = postQuantumSeed is null ? null : new(origin, postQuantumSeed, TimeProvider.System);
        signing = Ed25519Key.FromSeed(seed);
        Signer = new(origin, signing);
        sealing = Derived(secret, "cloison-log-entries");
        pseudonyms = Derived(secret, "cloison-log-pseudonyms");
    }

    /// <summary>Signs as the log; the name of its key is the log's origin.</summary>
    public LogSigner Signer { get; }

    /// <summary>Signs checkpoints a second time, with ML-DSA-44; null where the platform does not have it.</summary>
    public SubtreeCosigner? PostQuantum { get; }

    /// <summary>Opens a log's keys, and makes them when there are none.</summary>
    /// <param name="origin">The name that a new log gets for ever.</param>
    /// <exception cref="SealBrokenException">Altered, or the part that opens entries was destroyed.</exception>
    public static async Task<LogKeys> OpenAsync(
        Database control, KeyRing controlKeys, CompartmentName name, Func<CancellationToken, Task<string>> origin, DateTimeOffset now, CancellationToken ct)
    {
        var sealer = controlKeys.ForCompartment();
        var row = await control.ReadAsync(db => Read(db, name), ct);
        if (row.Origin is null)
        {
            var named = await origin(ct);
            var (seed, secret) = (RandomNumberGenerator.GetBytes(Ed25519.SeedBytes), RandomNumberGenerator.GetBytes(PinnedKey.Bytes));
            var (sealedSeed, sealedSecret) = (sealer.Seal(At(name, "seed"), seed), sealer.Seal(At(name, "secret"), secret));
            // Another node may just have made them: then those are the keys.
            row = await control.WriteAsync(
                db =>
                {
                    db.Execute(
                        "INSERT INTO log_keys (customer, origin, seed, secret, created_at) VALUES (@customer, @origin, @seed, @secret, @now) ON CONFLICT (customer) DO NOTHING",
                        ("@customer", name.Text), ("@origin", named), ("@seed", sealedSeed), ("@secret", sealedSecret), ("@now", now.ToUnixTimeMilliseconds()));
                    return Read(db, name);
                },
                CancellationToken.None);
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(secret);
        }

        if (row.PostQuantum is null && row.Secret is not null && MlDsa44.IsSupported)
            row = await AddPostQuantumAsync(control, sealer, name, ct);
        return Open(sealer, name, row);
    }

    /// <summary>The keys of a log that there is; null when it has none, or none any more.</summary>
    /// <inheritdoc cref="OpenAsync"/>
    public static async Task<LogKeys?> FindAsync(Database control, KeyRing controlKeys, CompartmentName name, CancellationToken ct) =>
        await control.ReadAsync(db => Read(db, name), ct) is { Origin: not null, Secret: not null } row ? Open(controlKeys.ForCompartment(), name, row) : null;

    /// <summary>
    /// Another log takes the place of one that was closed: it signs with a key of its own under a name of its own; entries and pseudonyms go on as they were. The old signing
    /// key is destroyed, so that nobody can sign for the closed log again. May be done again.
    /// </summary>
    /// <param name="seed">32 bytes: the new private key.</param>
    /// <exception cref="IOException">The last traces could not be removed now.</exception>
    public static async Task SucceedAsync(Database control, KeyRing controlKeys, CompartmentName name, string origin, byte[] seed, CancellationToken ct)
    {
        var sealedSeed = controlKeys.ForCompartment().Seal(At(name, "seed"), seed);
        await control.WriteAsync(
            db => db.Execute("UPDATE log_keys SET origin = @origin, seed = @seed, post_quantum_seed = NULL WHERE customer = @customer", ("@origin", origin), ("@seed", sealedSeed), ("@customer", name.Text)),
            CancellationToken.None);
        await control.ForgetEarlierRowsAsync("log_keys", ct);
    }

    private static async Task<(string? Origin, byte[] Seed, byte[]? Secret, byte[]? PostQuantum)> AddPostQuantumAsync(Database control, Sealer sealer, CompartmentName name, CancellationToken ct)
    {
        var seed = RandomNumberGenerator.GetBytes(MlDsa44.SeedBytes);
        var sealedSeed = sealer.Seal(At(name, "post_quantum_seed"), seed);
        CryptographicOperations.ZeroMemory(seed);
        return await control.WriteAsync(
            db =>
            {
                // Another node may just have made one.
                db.Execute("UPDATE log_keys SET post_quantum_seed = @seed WHERE customer = @customer AND post_quantum_seed IS NULL", ("@seed", sealedSeed), ("@customer", name.Text));
                return Read(db, name);
            },
            ct);
    }

    private static LogKeys Open(Sealer sealer, CompartmentName name, (string? Origin, byte[] Seed, byte[]? Secret, byte[]? PostQuantum) row)
    {
        var openedSecret = sealer.Open(At(name, "secret"), row.Secret ?? throw new SealBrokenException(SealBreak.KeyDestroyed, "the log's entries"));
        var openedSeed = sealer.Open(At(name, "seed"), row.Seed);
        var openedSecond = row.PostQuantum is not null && MlDsa44.IsSupported ? sealer.Open(At(name, "post_quantum_seed"), row.PostQuantum) : null;
        try
        {
            return new(name, row.Origin!, openedSeed, openedSecret, openedSecond);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(openedSeed);
            CryptographicOperations.ZeroMemory(openedSecret);
            CryptographicOperations.ZeroMemory(openedSecond);
        }
    }

    /// <summary>
    /// Destroys a log's keys where they are stored: overwritten, erased, and out of the control database's own log and dead rows. Its hashes stay checkable, its
    /// entries do not open any more, and nobody can sign for it. May be done again.
    /// </summary>
    /// <exception cref="IOException">The last traces could not be removed now.</exception>
    internal static async Task DestroyAsync(Database control, CompartmentName name, CancellationToken ct)
    {
        // With noise of the same length first, so that no page still holds a key when the row gets shorter.
        await control.WriteAsync(
            db =>
            {
                if (Read(db, name) is { Secret: { } secret } row)
                    db.Execute(
                        "UPDATE log_keys SET seed = @seed, secret = @secret, post_quantum_seed = @second WHERE customer = @customer",
                        ("@seed", RandomNumberGenerator.GetBytes(row.Seed.Length)), ("@secret", RandomNumberGenerator.GetBytes(secret.Length)),
                        ("@second", row.PostQuantum is { } second ? RandomNumberGenerator.GetBytes(second.Length) : null), ("@customer", name.Text));
            },
            ct);
        await control.WriteAsync(
            db => db.Execute("UPDATE log_keys SET seed = @none, secret = NULL, post_quantum_seed = NULL WHERE customer = @customer", ("@none", Array.Empty<byte>()), ("@customer", name.Text)), ct);
        await control.ForgetEarlierRowsAsync("log_keys", ct);
    }

    /// <summary>Seals a value for its place in the log's database.</summary>
    public byte[] Seal(in SealContext context, ReadOnlySpan<byte> plain) => Envelope.Seal(sealing, Version, name, context, plain);

    /// <exception cref="SealBrokenException">Sealed for another place or log, or altered.</exception>
    public byte[] Open(in SealContext context, ReadOnlySpan<byte> envelope)
    {
        if (Envelope.ReadHeader(context, envelope, envelope.Length, out var plainBytes) != Version)
            throw SealBrokenException.At(context, SealBreak.UnknownKey);
        var plain = new byte[plainBytes];
        Envelope.Open(sealing, name, context, envelope, plain);
        return plain;
    }

    /// <summary>Stands for a person, session or key in this log, and in no other: HMAC-SHA256, 16 bytes, base64url.</summary>
    /// <param name="id">A typed id: its prefix keeps kinds apart.</param>
    public string Pseudonym(string id)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        using var hold = pseudonyms.Use();
        HMACSHA256.HashData(hold.Span, Encoding.UTF8.GetBytes(id), hash);
        return System.Buffers.Text.Base64Url.EncodeToString(hash[..PseudonymBytes]);
    }

    public void Dispose()
    {
        signing.Dispose();
        PostQuantum?.Dispose();
        sealing.Dispose();
        pseudonyms.Dispose();
    }

    private static (string? Origin, byte[] Seed, byte[]? Secret, byte[]? PostQuantum) Read(Session db, CompartmentName name) => db.First(
        "SELECT origin, seed, secret, post_quantum_seed FROM log_keys WHERE customer = @customer",
        row => ((string?)row.GetString(0), row.Bytes(1), row.BytesOrNull(2), row.BytesOrNull(3)), ("@customer", name.Text));

    private static SealContext At(CompartmentName name, string column) => new("log_keys", column, name.Text);

    private static PinnedKey Derived(byte[] secret, string purpose) =>
        PinnedKey.Filled((secret, purpose), static (span, from) => HKDF.Expand(HashAlgorithmName.SHA256, from.secret, span, Encoding.ASCII.GetBytes(from.purpose)));
}
