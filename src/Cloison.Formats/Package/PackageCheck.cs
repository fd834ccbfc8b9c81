using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;

namespace Cloison.Formats.Package;

/// <summary>A package that is not as it was made.</summary>
public sealed class PackageException(string message) : IOException(message);

/// <param name="Members">Files, without the manifest and its note.</param>
/// <param name="Note">The signed note over the manifest, as it lies in the package; its signature is for the caller to check.</param>
/// <param name="NoteText">What the note has to say for this package, from its third line on: how many files, and the manifest's hash.</param>
public sealed record PackageReport(long Members, long Bytes, string Note, string NoteText);

/// <summary>Checks a package from its first byte to its last, in constant memory: asks nobody, unpacks nothing.</summary>
public static class PackageCheck
{
    private const int MaxNoteBytes = 64 * 1024;
    private const int MaxNameLength = 2_000;

    /// <param name="progress">How many bytes of files were read.</param>
    /// <exception cref="PackageException">A file is missing, altered, added, or the archive is cut off.</exception>
    public static async Task<PackageReport> RunAsync(Stream tar, Action<long>? progress, CancellationToken ct)
    {
        await using var reader = new TarReader(tar, leaveOpen: true);
        // What the manifest must say is put together on the way: no list of files is kept.
        using var expected = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long members = 0, bytes = 0;
        string? manifest = null;
        try
        {
            while (await reader.GetNextEntryAsync(copyData: false, ct) is { } entry)
            {
                if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || !IsPlain(entry.Name))
                    throw new PackageException($"The archive has an entry that no package has: {Shown(entry.Name)}.");
                if (manifest is not null && entry.Name != PackageManifest.NoteName)
                    throw new PackageException($"A file follows the manifest: {Shown(entry.Name)}.");
                if (entry.Name == PackageManifest.NoteName)
                    return new(members, bytes, await EndAsync(entry, reader, manifest, ct), $"members {members}\nmanifest {manifest}\n");
                var (hash, length) = await HashAsync(entry, ct);
                if (entry.Name == PackageManifest.Name)
                {
                    manifest = Convert.ToHexStringLower(hash);
                    if (manifest != Convert.ToHexStringLower(expected.GetHashAndReset()))
                        throw new PackageException("The files are not those of the manifest: one was altered, removed, added or moved. (Unpack it: sha256sum -c MANIFEST.sha256 says which.)");
                    continue;
                }

                expected.AppendData(Encoding.UTF8.GetBytes(PackageManifest.Line(hash, entry.Name)));
                members++;
                bytes += length;
                progress?.Invoke(bytes);
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or ArgumentException)
        {
            throw new PackageException("The archive is cut off or damaged.");
        }

        throw new PackageException("The archive ends before its manifest: it is cut off.");
    }

    /// <summary>A relative name without tricks.</summary>
    private static bool IsPlain(string name) =>
        name.Length is > 0 and <= MaxNameLength && !name.Any(c => char.IsControl(c) || c == '\\') && name.Split('/').All(part => part is not ("" or "." or ".."));

    private static async Task<string> EndAsync(TarEntry note, TarReader reader, string? manifest, CancellationToken ct)
    {
        if (manifest is null || note.Length > MaxNoteBytes)
            throw new PackageException("The note stands before its manifest, or is no note.");
        using var text = new MemoryStream();
        if (note.DataStream is { } data)
            await data.CopyToAsync(text, ct);
        if (await reader.GetNextEntryAsync(copyData: false, ct) is { } more)
            throw new PackageException($"A file follows the note: {Shown(more.Name)}.");
        return Encoding.UTF8.GetString(text.ToArray());
    }

    private static async Task<(byte[] Hash, long Length)> HashAsync(TarEntry entry, CancellationToken ct)
    {
        if (entry.DataStream is not { } data)
            return (SHA256.HashData([]), 0);
        return (await SHA256.HashDataAsync(data, ct), entry.Length);
    }

    private static string Shown(string name) => new([.. name.Take(100).Select(c => char.IsControl(c) ? '?' : c)]);
}
