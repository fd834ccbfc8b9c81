using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// 32 secret bytes that the garbage collector does not copy around, and that are zeroed when retired.
/// </summary>
/// <remarks>
/// Zeroing must not race with use: a seal made under a half-zeroed key would be readable by anybody. So users hold the key while
/// they derive from it, retiring refuses new holders at once, and the last holder zeroes.
/// </remarks>
internal sealed class PinnedKey : IDisposable
{
    public const int Bytes = 32;
    private const int Retired = int.MinValue;

    private readonly byte[] bytes = GC.AllocateUninitializedArray<byte>(Bytes, pinned: true);
    private int holders;

    private PinnedKey()
    {
    }

    public bool IsRetired => Volatile.Read(ref holders) < 0;

    public static PinnedKey NewRandom()
    {
        var key = new PinnedKey();
        RandomNumberGenerator.Fill(key.bytes);
        return key;
    }

    /// <summary>A key whose bytes <paramref name="fill"/> writes in place, so that no copy is left elsewhere.</summary>
    public static PinnedKey Filled<TState>(TState state, System.Buffers.SpanAction<byte, TState> fill) where TState : allows ref struct
    {
        var key = new PinnedKey();
        try
        {
            fill(key.bytes, state);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>The same for bytes that arrive asynchronously, from a key custodian.</summary>
    public static async Task<PinnedKey> FilledAsync(Func<Memory<byte>, ValueTask> fill)
    {
        var key = new PinnedKey();
        try
        {
            await fill(key.bytes);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Keeps the bytes from being zeroed until <see cref="Hold.Dispose"/>.</summary>
    /// <exception cref="SealBrokenException">Retired: <see cref="SealBreak.Locked"/>.</exception>
    public Hold Use() => TryUse(out var hold) ? hold : throw new SealBrokenException(SealBreak.Locked);

    public bool TryUse(out Hold hold)
    {
        hold = default;
        var seen = Volatile.Read(ref holders);
        while (seen >= 0)
        {
            var before = Interlocked.CompareExchange(ref holders, seen + 1, seen);
            if (before == seen)
            {
                hold = new Hold(this);
                return true;
            }

            seen = before;
        }

        return false;
    }

    /// <summary>The key check value: the first 8 bytes of HMAC-SHA256(key, "kcv"). Tells keys apart, also destroyed ones, without revealing them.</summary>
    public byte[] CheckValue()
    {
        using var hold = Use();
        return HMACSHA256.HashData(hold.Span, "kcv"u8)[..8];
    }

    /// <summary>Retires the key: no new holder from now on, zeroed as soon as the last one lets go. May be called again.</summary>
    public void Dispose()
    {
        if (Interlocked.Or(ref holders, Retired) == 0)
            CryptographicOperations.ZeroMemory(bytes);
    }

    private void LetGo()
    {
        if (Interlocked.Decrement(ref holders) == Retired)
            CryptographicOperations.ZeroMemory(bytes);
    }

    public readonly struct Hold(PinnedKey key) : IDisposable
    {
        public ReadOnlySpan<byte> Span => key.bytes;

        public ReadOnlyMemory<byte> Memory => key.bytes;

        /// <summary>For whoever fills a key that nobody else has yet.</summary>
        public Memory<byte> Writable => key.bytes;

        public void Dispose() => key.LetGo();
    }
}
