using System.Text;

namespace Cloison.Formats.Input;

/// <summary>Text files as UTF-8: a byte order mark is taken off, UTF-16 with a mark is converted on the way.</summary>
internal static class Utf8Input
{
    /// <summary>Throws on bytes that are not UTF-8.</summary>
    public static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Stands for bytes that were not UTF-8: a code point that no text may contain.</summary>
    public const char Invalid = '\uFFFF';

    private static readonly Encoding Marking = Encoding.GetEncoding("utf-8", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(Invalid.ToString()));

    public static async ValueTask<Stream> OpenAsync(Stream raw, CancellationToken ct)
    {
        var start = new byte[3];
        var count = await raw.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, ct);
        return start.AsSpan(0, count) switch
        {
            [0xEF, 0xBB, 0xBF] => raw,
            [0xFF, 0xFE, ..] => Encoding.CreateTranscodingStream(new PrefixedStream(raw, start.AsMemory(2, count - 2)), Encoding.Unicode, Strict),
            [0xFE, 0xFF, ..] => Encoding.CreateTranscodingStream(new PrefixedStream(raw, start.AsMemory(2, count - 2)), Encoding.BigEndianUnicode, Strict),
            _ => new PrefixedStream(raw, start.AsMemory(0, count)),
        };
    }

    /// <summary>As characters; every stretch that is not UTF-8 becomes <see cref="Invalid"/>.</summary>
    public static async ValueTask<TextReader> OpenTextAsync(Stream raw, CancellationToken ct) =>
        new StreamReader(await OpenAsync(raw, ct), Marking, detectEncodingFromByteOrderMarks: false, bufferSize: 65_536);

    private sealed class PrefixedStream(Stream rest, ReadOnlyMemory<byte> prefix) : ReadOnlyStream(rest)
    {
        private ReadOnlyMemory<byte> left = prefix;

        public override int Read(Span<byte> buffer)
        {
            if (left.IsEmpty)
                return base.Read(buffer);
            var count = Math.Min(left.Length, buffer.Length);
            left.Span[..count].CopyTo(buffer);
            left = left[count..];
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            left.IsEmpty ? base.ReadAsync(buffer, cancellationToken) : ValueTask.FromResult(Read(buffer.Span));

        protected override void Inspect(ReadOnlySpan<byte> bytes)
        {
        }
    }
}
