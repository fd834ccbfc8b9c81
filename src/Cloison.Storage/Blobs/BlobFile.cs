using System.Security.Cryptography;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Blobs;

/// <summary>
/// The layout of a blob file, version 1, frozen:
/// <c>"CLB" 0x01 ‖ blob id (16 random bytes) ‖ envelope ‖ binding (32 bytes)</c>.
/// </summary>
/// <remarks>
/// The envelope must be bound to something before the first byte is sealed, but a content-addressed name is known only after the last one;
/// reading the input twice would need a clear copy on disk. So the envelope is bound to a random id in the header, and the binding at
/// the end ties id, name, project and length together: HMAC-SHA256 under a key derived from the compartment's root. A file that was
/// renamed, or put in another's place, does not open. The binding comes last so that a blob can be uploaded to where nobody can seek.
/// </remarks>
internal static class BlobFile
{
    public const int IdBytes = 16;
    public const int BindingBytes = 32;

    private static ReadOnlySpan<byte> Magic => "CLB\x01"u8;

    public static int HeaderBytes => Magic.Length + IdBytes;

    public static long FileBytes(long plainBytes) => HeaderBytes + Envelope.SealedBytes(plainBytes) + BindingBytes;

    /// <summary>False for a length that no blob file has.</summary>
    public static bool TryPlainBytes(long fileBytes, out long plainBytes) =>
        Envelope.TryPlainBytes(fileBytes - HeaderBytes - BindingBytes, out plainBytes);

    /// <summary>A new header with a random id.</summary>
    public static byte[] NewHeader()
    {
        var header = new byte[HeaderBytes];
        Magic.CopyTo(header);
        RandomNumberGenerator.Fill(header.AsSpan(Magic.Length));
        return header;
    }

    public static bool IsHeader(ReadOnlySpan<byte> header) => header.Length == HeaderBytes && header.StartsWith(Magic);

    /// <summary>What the envelope is bound to; compartment, key and with it the project come from the sealer.</summary>
    public static SealContext Context(ReadOnlySpan<byte> header) => new("blob", "content", Convert.ToHexStringLower(header[Magic.Length..]));

    /// <param name="place">The name with its kind, such as <c>content/09af…</c>: an artefact never passes for content.</param>
    public static byte[] Binding(PinnedKey key, ProjectId? project, string place, ReadOnlySpan<byte> header, long plainBytes)
    {
        Span<byte> room = stackalloc byte[CanonicalWriter.MaxBytes(texts: 4, numbers: 1)];
        var bound = new CanonicalWriter(room);
        bound.Text("cloison-blob-v1");
        bound.Text(project?.Text ?? BlobFolder.NoProject);
        bound.Text(place);
        bound.Text(Convert.ToHexStringLower(header));
        bound.Number((ulong)plainBytes);
        using var hold = key.Use();
        return HMACSHA256.HashData(hold.Span, bound.Written);
    }
}
