using System.Security.Cryptography;
using System.Text;

namespace Cloison.Storage.Sealing.Age;

/// <summary>The text before an age file's payload: who can open it, and a MAC. Read strictly: one spelling for one meaning.</summary>
/// <param name="MacText">What the MAC is made over.</param>
internal sealed record AgeHeader(IReadOnlyList<AgeHeader.Stanza> Stanzas, string MacText, byte[] Mac)
{
    internal sealed record Stanza(string Type, IReadOnlyList<string> Arguments, byte[] Body);

    private const int MacBytes = 32;

    /// <exception cref="AgeException">It is no header.</exception>
    public static async Task<AgeHeader> ReadAsync(Stream source, int maxBytes, CancellationToken ct)
    {
        var lines = new Lines(source, maxBytes);
        if (await lines.NextAsync(ct) != AgeFormat.Version)
            throw new AgeException("This is not an age file of version 1.");
        var stanzas = new List<Stanza>();
        while (true)
        {
            var line = await lines.NextAsync(ct);
            if (line.StartsWith("---", StringComparison.Ordinal))
            {
                if (stanzas.Count == 0 || !line.StartsWith("--- ", StringComparison.Ordinal) || AgeFormat.Decode(line[4..]) is not { Length: MacBytes } mac)
                    throw Malformed();
                return new(stanzas, lines.Text[..^(line.Length - 3 + 1)], mac);
            }

            if (!line.StartsWith("-> ", StringComparison.Ordinal))
                throw Malformed();
            var words = line[3..].Split(' ');
            if (words.Any(w => w.Length == 0))
                throw Malformed();
            stanzas.Add(new(words[0], words[1..], await BodyAsync(lines, ct)));
        }
    }

    /// <returns>Null when no stanza is for this identity.</returns>
    /// <exception cref="AgeException">A stanza of a kind that we know is not what it should be.</exception>
    public byte[]? FileKeyFor(AgeIdentity identity)
    {
        foreach (var stanza in Stanzas.Where(s => s.Type == AgeFormat.X25519Stanza))
        {
            if (stanza is not { Arguments: [var text], Body.Length: AgeFormat.WrappedBytes } || AgeFormat.Decode(text) is not { Length: X25519.Bytes } share)
                throw Malformed();
            if (Unwrap(share, stanza.Body, identity) is { } fileKey)
                return fileKey;
        }

        return null;
    }

    private static byte[]? Unwrap(byte[] share, byte[] wrapped, AgeIdentity identity)
    {
        Span<byte> shared = stackalloc byte[X25519.Bytes];
        if (!X25519.TryAgree(identity.Secret, share, shared))
            throw new AgeException("A stanza has a point of low order.");
        var wrapKey = AgeFormat.WrapKey(shared, share, identity.Recipient);
        var fileKey = new byte[AgeFormat.FileKeyBytes];
        try
        {
            using var wrapping = new ChaCha20Poly1305(wrapKey);
            wrapping.Decrypt(stackalloc byte[12], wrapped.AsSpan(0, AgeFormat.FileKeyBytes), wrapped.AsSpan(AgeFormat.FileKeyBytes), fileKey);
            return fileKey;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(shared);
            CryptographicOperations.ZeroMemory(wrapKey);
        }
    }

    /// <summary>Lines of 64 columns; the first shorter one, maybe empty, is the last.</summary>
    private static async Task<byte[]> BodyAsync(Lines lines, CancellationToken ct)
    {
        var body = new StringBuilder();
        while (true)
        {
            var line = await lines.NextAsync(ct);
            if (line.Length > AgeFormat.BodyColumns || line.Length > 0 && !char.IsAsciiLetterOrDigit(line[0]) && line[0] is not ('+' or '/'))
                throw Malformed();
            body.Append(line);
            if (line.Length < AgeFormat.BodyColumns)
                return AgeFormat.Decode(body.ToString()) ?? throw Malformed();
        }
    }

    private static AgeException Malformed() => new("The header of the age file is malformed.");

    /// <summary>Takes lines off a stream byte by byte: what follows the header is not ours to take.</summary>
    private sealed class Lines(Stream source, int maxBytes)
    {
        private readonly StringBuilder text = new();
        private readonly byte[] one = new byte[1];

        /// <summary>All that was read.</summary>
        public string Text => text.ToString();

        public async Task<string> NextAsync(CancellationToken ct)
        {
            var start = text.Length;
            while (text.Length < maxBytes)
            {
                if (await source.ReadAsync(one, ct) == 0)
                    throw new AgeException("The file is cut off in its header.");
                text.Append((char)one[0]);
                if (one[0] == '\n')
                    return text.ToString(start, text.Length - start - 1);
                if (one[0] is < 0x20 or > 0x7e)
                    throw Malformed();
            }

            throw new AgeException("The header of the age file is too long.");
        }
    }
}
