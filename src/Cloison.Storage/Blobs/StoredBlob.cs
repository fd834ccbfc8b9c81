using Cloison.Domain;

namespace Cloison.Storage.Blobs;

/// <summary>What a put stored, or found stored already.</summary>
/// <param name="Sha256">Of the plain bytes. It identifies the content to everybody who has it: seal it like content.</param>
/// <param name="Added">False when the project had the same content already, and nothing was added.</param>
public sealed record StoredBlob(BlobName Name, long PlainBytes, long SealedBytes, ReadOnlyMemory<byte> Sha256, bool Added);

/// <summary>A stored artefact.</summary>
/// <param name="Sha256">Of the plain bytes, for the one who downloads it.</param>
public sealed record StoredArtifact(string Name, long PlainBytes, long SealedBytes, ReadOnlyMemory<byte> Sha256);

/// <summary>A blob in a listing.</summary>
public sealed record BlobEntry(BlobName Name, long PlainBytes, long SealedBytes);

/// <summary>The expected failures of blobs.</summary>
public static class BlobProblems
{
    /// <param name="maxBytes">The limit, in plain bytes.</param>
    public static Problem TooLarge(long maxBytes) => new("blob.too_large", 413, "The file is too large.", $"{maxBytes} bytes are the most.");
}
