using System.Security.Cryptography;

namespace Cloison.Storage.Sealing;

/// <summary>
/// The text form of a root key, 101 ASCII bytes in one line, fit for a file, a secret store or a printed backup:
/// <c>cloison-root-key-1:&lt;64 hex digits of key&gt;:&lt;16 hex digits of its check value&gt;\n</c>.
/// </summary>
internal static class RootKeyText
{
    public const int Bytes = 19 + KeyDigits + 1 + CheckDigits + 1;
    private const int KeyDigits = PinnedKey.Bytes * 2;
    private const int CheckDigits = 16;

    private static ReadOnlySpan<byte> Head => "cloison-root-key-1:"u8;

    public static void Write(PinnedKey key, Span<byte> text)
    {
        Head.CopyTo(text);
        using (var hold = key.Use())
            Convert.TryToHexStringLower(hold.Span, text[Head.Length..], out _);
        text[Head.Length + KeyDigits] = (byte)':';
        Convert.TryToHexStringLower(key.CheckValue(), text[(Head.Length + KeyDigits + 1)..], out _);
        text[^1] = (byte)'\n';
    }

    /// <summary>Reads exactly that form, the final line break optional; null for anything else.</summary>
    public static PinnedKey? Read(ReadOnlySpan<byte> text)
    {
        if (text.Length == Bytes && text[^1] == '\n')
            text = text[..^1];
        if (text.Length != Bytes - 1 || !text.StartsWith(Head) || text[Head.Length + KeyDigits] != ':')
            return null;
        try
        {
            var key = PinnedKey.Filled(text.Slice(Head.Length, KeyDigits), Decode);
            Span<byte> check = stackalloc byte[CheckDigits];
            Convert.TryToHexStringLower(key.CheckValue(), check, out _);
            if (CryptographicOperations.FixedTimeEquals(check, text[^CheckDigits..]))
                return key;
            key.Dispose();
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void Decode(Span<byte> key, ReadOnlySpan<byte> digits)
    {
        if (Convert.FromHexString(digits, key, out _, out var written) != System.Buffers.OperationStatus.Done || written != key.Length)
            throw new FormatException("Not hex digits.");
    }
}
