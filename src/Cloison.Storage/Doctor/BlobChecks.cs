using System.Runtime.CompilerServices;
using Cloison.Domain.Ids;
using Cloison.Storage.Blobs;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Doctor;

/// <summary>Files and the rows that refer to them: what is missing, what nobody refers to, and (deep) what does not open.</summary>
internal static class BlobChecks
{
    private const int MostNamed = 3;
    private const string Check = "blobs";

    public static async IAsyncEnumerable<Finding> RunAsync(
        Session db, BlobStore blobs, string folder, string where, bool deep, [EnumeratorCancellation] CancellationToken ct)
    {
        var projects = db.List("SELECT id FROM projects ORDER BY id", row => row.Id<ProjectKind>(0));
        foreach (var project in projects)
        {
            var (names, artifacts) = Referenced(db, project);
            var stored = blobs.List(project).Select(b => b.Name).ToHashSet();
            var storedArtifacts = blobs.ListArtifacts(project).ToHashSet(StringComparer.Ordinal);
            var missing = names.Where(n => !stored.Contains(n)).Select(n => n.Text).Concat(artifacts.Where(a => !storedArtifacts.Contains(a))).ToList();
            var place = $"{where}/{project}";
            yield return missing.Count == 0
                ? Finding.Fine(place, Check, $"{names.Count + artifacts.Count} files are there")
                : Finding.Problem(place, Check, $"{missing.Count} files are missing: restore them from a backup, or import them again ({Named(missing)}).");

            var orphans = stored.Where(b => !names.Contains(b)).Select(b => b.Text).Concat(storedArtifacts.Where(a => !artifacts.Contains(a))).ToList();
            if (orphans.Count > 0)
                yield return Finding.Note(place, "orphans", $"{orphans.Count} files that nothing refers to take up room ({Named(orphans)}).");
            if (deep)
                yield return await ReadAllAsync(blobs, project, place, [.. names.Where(stored.Contains)], [.. artifacts.Where(storedArtifacts.Contains)], ct);
        }

        // A database of an older release has no such table yet.
        var exports = db.Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'customer_exports'") == 0
            ? []
            : db.List("SELECT artifact FROM customer_exports WHERE artifact IS NOT NULL", row => row.GetString(0));
        var kept = blobs.ListArtifacts(null).ToHashSet(StringComparer.Ordinal);
        var gone = exports.Where(e => !kept.Contains(e)).ToList();
        yield return gone.Count == 0
            ? Finding.Fine(where, Check, $"{exports.Count} exports of everything are there")
            : Finding.Problem(where, Check, $"{gone.Count} exports of everything are missing: make them again ({Named(gone)}).");

        foreach (var stray in StrayFolders(folder, [BlobFolder.NoProject, .. projects.Select(p => p.Text)]))
            yield return Finding.Note($"{where}/{stray}", "orphans", "Files of no project take up room.");
    }

    private static (HashSet<BlobName> Names, HashSet<string> Artifacts) Referenced(Session db, ProjectId project)
    {
        var names = db.List(
            """
            SELECT blob FROM assets WHERE project = @project
            UNION SELECT thumbnail_blob FROM assets WHERE project = @project AND thumbnail_blob IS NOT NULL
            """,
            row => BlobName.TryParse(row.GetString(0), out var name) ? name : default, ("@project", project.Text));
        // An import's files wait here until it is done (2) or cancelled (4).
        var artifacts = db.List(
            """
            SELECT artifact FROM exports WHERE project = @project AND artifact IS NOT NULL
            UNION SELECT f.artifact FROM import_files f JOIN imports i ON i.id = f.import
              WHERE i.project = @project AND f.artifact IS NOT NULL AND i.state NOT IN (2, 4)
            """,
            row => row.GetString(0), ("@project", project.Text));
        return ([.. names], new(artifacts, StringComparer.Ordinal));
    }

    private static async Task<Finding> ReadAllAsync(
        BlobStore blobs, ProjectId project, string place, IReadOnlyList<BlobName> names, IReadOnlyList<string> artifacts, CancellationToken ct)
    {
        var broken = new List<string>();
        foreach (var name in names)
            if (!await IsWholeAsync(() => blobs.MatchesAsync(project, name, ct)))
                broken.Add(name.Text);
        foreach (var artifact in artifacts)
            if (!await IsWholeAsync(() => CanReadAsync(blobs, project, artifact, ct)))
                broken.Add(artifact);
        return broken.Count == 0
            ? Finding.Fine(place, "contents", $"{names.Count + artifacts.Count} files open and match")
            : Finding.Problem(place, "contents", $"{broken.Count} files are altered, cut off or sealed under another key ({Named(broken)}).");
    }

    private static async Task<bool> IsWholeAsync(Func<Task<bool>> read)
    {
        try
        {
            return await read();
        }
        catch (SealBrokenException e)
        {
            // What was revoked or shredded on purpose is no damage.
            return e.Reason is SealBreak.KeyRevoked or SealBreak.KeyDestroyed;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<bool> CanReadAsync(BlobStore blobs, ProjectId project, string artifact, CancellationToken ct)
    {
        await using var stream = await blobs.OpenArtifactAsync(project, artifact, ct);
        if (stream is null)
            return false;
        await stream.CopyToAsync(Stream.Null, ct);
        return true;
    }

    private static IEnumerable<string> StrayFolders(string folder, HashSet<string> known) =>
        Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>().Where(name => name != "incoming" && !known.Contains(name))
            : [];

    private static string Named(List<string> all) => string.Join(", ", all.Take(MostNamed).Select(n => n.Length > 12 ? n[..12] + "…" : n)) + (all.Count > MostNamed ? ", …" : "");
}
