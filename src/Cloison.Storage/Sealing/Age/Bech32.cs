using System.Diagnostics.CodeAnalysis;

namespace Cloison.Storage.Sealing.Age;

/// <summary>Bytes as a text with a prefix and a checksum (BIP 173, without its limit on length). Lower case; upper case is read too, mixed is not.</summary>
internal static class Bech32
{
    private const string Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private const int ChecksumDigits = 6;

    public static string Encode(string prefix, ReadOnlySpan<byte> bytes)
    {
        var digits = Regroup(bytes, 8, 5, pad: true)!;
        var checksum = Polymod([.. Expand(prefix), .. digits, .. new byte[ChecksumDigits]]) ^ 1;
        for (var i = 0; i < ChecksumDigits; i++)
            digits.Add((byte)(checksum >> 5 * (ChecksumDigits - 1 - i) & 31));
        return $"{prefix}1{string.Concat(digits.Select(d => Alphabet[d]))}";
    }

    public static bool TryDecode(string text, string prefix, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiLetterUpper))
            return false;
        var lower = text.ToLowerInvariant();
        if (!lower.StartsWith(prefix + "1", StringComparison.Ordinal) || lower.Length < prefix.Length + 1 + ChecksumDigits)
            return false;
        var digits = lower[(prefix.Length + 1)..].Select(c => (byte)Alphabet.IndexOf(c)).ToList();
        if (digits.Contains(byte.MaxValue) || Polymod([.. Expand(prefix), .. digits]) != 1)
            return false;
        bytes = Regroup([.. digits[..^ChecksumDigits]], 5, 8, pad: false)?.ToArray();
        return bytes is not null;
    }

    private static IEnumerable<byte> Expand(string prefix) => [.. prefix.Select(c => (byte)(c >> 5)), 0, .. prefix.Select(c => (byte)(c & 31))];

    private static uint Polymod(byte[] values)
    {
        ReadOnlySpan<uint> generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        uint checksum = 1;
        foreach (var value in values)
        {
            var top = checksum >> 25;
            checksum = (checksum & 0x1ffffff) << 5 ^ value;
            for (var i = 0; i < generator.Length; i++)
                if ((top >> i & 1) != 0)
                    checksum ^= generator[i];
        }

        return checksum;
    }

    /// <returns>Null when bits are left over that are not zero, or a whole group of them.</returns>
    private static List<byte>? Regroup(ReadOnlySpan<byte> values, int from, int to, bool pad)
    {
        var (held, bits) = (0, 0);
        var result = new List<byte>();
        foreach (var value in values)
        {
            held = (held << from | value) & 0xfff;
            for (bits += from; bits >= to; bits -= to)
                result.Add((byte)(held >> bits - to & (1 << to) - 1));
        }

        var rest = held << to - bits & (1 << to) - 1;
        if (!pad)
            return bits >= from || rest != 0 ? null : result;
        if (bits > 0)
            result.Add((byte)rest);
        return result;
    }
}
