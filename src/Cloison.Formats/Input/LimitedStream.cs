namespace Cloison.Formats.Input;

/// <summary>Counts the bytes that really come and stops at the limit, whatever a directory states.</summary>
internal sealed class LimitedStream(Stream inner, long maxBytes) : ReadOnlyStream(inner)
{
    private long readBytes;

    protected override void Inspect(ReadOnlySpan<byte> bytes)
    {
        readBytes += bytes.Length;
        if (readBytes > maxBytes)
            throw new InvalidDataException($"The entry unpacks to more than the {maxBytes:N0} bytes allowed for it.");
    }
}
