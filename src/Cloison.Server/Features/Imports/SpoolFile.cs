using System.Security.Cryptography;
using Cloison.Domain;
using Cloison.Storage.Blobs;

namespace Cloison.Server.Features.Imports;

/// <summary>Files that wait, sealed, until they have been read: artefacts with the import's id in front, all of them gone when it ends.</summary>
internal static class SpoolFile
{
    public const long MaxBytes = 64L << 30;

    /// <summary>Keeps a stream; cancelled or too long, it leaves nothing behind.</summary>
    public static async Task<Outcome<StoredArtifact>> WriteAsync(ActiveImport import, Stream content, CancellationToken ct)
    {
        // A random name: an interrupted upload of the same path may have left one.
        await using var artifact = await import.Compartment.Blobs.CreateArtifactAsync(import.Project, $"{import.Id}-{RandomNumberGenerator.GetHexString(16, lowercase: true)}", ct);
        var buffer = new byte[64 << 10];
        for (int read; (read = await content.ReadAsync(buffer, ct)) > 0;)
        {
            if (artifact.Position + read > MaxBytes)
                return BlobProblems.TooLarge(MaxBytes);
            await artifact.WriteAsync(buffer.AsMemory(0, read), ct);
        }

        return await artifact.CommitAsync(ct);
    }

    public static async ValueTask<Stream> OpenAsync(ActiveImport import, string name, CancellationToken ct) =>
        await import.Compartment.Blobs.OpenArtifactAsync(import.Project, name, ct) ?? throw new InvalidDataException("The file is no longer there: please send it again.");

    public static void Delete(ActiveImport import, string name) => import.Compartment.Blobs.DeleteArtifact(import.Project, name);

    public static void DeleteAll(BlobStore blobs, ProjectId project, ImportId import)
    {
        foreach (var name in blobs.ListArtifacts(project).Where(name => name.StartsWith(import.Text, StringComparison.Ordinal)).ToList())
            blobs.DeleteArtifact(project, name);
    }
}
