using System.Runtime.CompilerServices;

namespace Cloison.Formats.Input;

/// <summary>One line of a file.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Utf8">Without its line end; valid until the next line is read. Empty when <paramref name="TooLong"/>.</param>
internal readonly record struct TextLine(long Number, ReadOnlyMemory<byte> Utf8, bool TooLong)
{
    /// <exception cref="System.Text.DecoderFallbackException">The bytes are not UTF-8.</exception>
    public string Decode() => Utf8Input.Strict.GetString(Utf8.Span);

    public bool IsBlank => !TooLong && !Utf8.Span.ContainsAnyExcept((byte)' ', (byte)'\t');
}

/// <summary>Lines ended by LF or CRLF, in constant memory: a line above the limit is skipped, and said so.</summary>
internal static class LineReader
{
    public static async IAsyncEnumerable<TextLine> ReadAsync(Stream utf8, int maxLineBytes, [EnumeratorCancellation] CancellationToken ct)
    {
        var buffer = new byte[65_536];
        int start = 0, end = 0, searched = 0;
        long number = 1;
        var skipping = false;
        while (true)
        {
            var newline = buffer.AsSpan(searched, end - searched).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var stop = searched + newline;
                yield return skipping || stop - start > maxLineBytes ? new(number, default, true) : new(number, Trim(buffer, start, stop), false);
                (skipping, start, searched) = (false, stop + 1, stop + 1);
                number++;
                continue;
            }

            searched = end;
            if (skipping || end - start > maxLineBytes)
                (skipping, start, end, searched) = (true, 0, 0, 0);
            else if (start > 0)
            {
                buffer.AsSpan(start, end - start).CopyTo(buffer);
                (start, end, searched) = (0, end - start, end - start);
            }

            if (end == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var count = await utf8.ReadAsync(buffer.AsMemory(end), ct);
            if (count == 0)
                break;
            end += count;
        }

        if (skipping)
            yield return new(number, default, true);
        else if (end > start)
            yield return new(number, Trim(buffer, start, end), false);
    }

    public static string TooLong(int maxLineBytes) => $"The line is longer than {maxLineBytes:N0} bytes.";

    private static ReadOnlyMemory<byte> Trim(byte[] buffer, int start, int stop)
    {
        if (stop > start && buffer[stop - 1] == '\r')
            stop--;
        return buffer.AsMemory(start, stop - start);
    }
}
