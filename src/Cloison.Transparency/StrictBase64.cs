namespace Cloison.Transparency;

/// <summary>Standard base64 with padding and nothing else: no blanks, no line ends, no second spelling of the same bytes.</summary>
internal static class StrictBase64
{
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int written)
    {
        written = 0;
        if (text.Length % 4 != 0 || text.ContainsAnyExcept(Alphabet) || !Convert.TryFromBase64Chars(text, bytes, out written))
            return false;
        // The unused bits of the last character must be zero, or one signature could be written in several ways.
        return text.SequenceEqual(Convert.ToBase64String(bytes[..written]));
    }

    public static byte[]? Decode(ReadOnlySpan<char> text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return TryDecode(text, bytes, out var written) ? bytes[..written] : null;
    }

    private static readonly System.Buffers.SearchValues<char> Alphabet = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");
}
