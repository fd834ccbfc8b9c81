using System.Globalization;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>What somebody needs who opens a package in ten years and has nothing else.</summary>
internal static class PackageReadme
{
    public static string Text(string codeName, DateTimeOffset at, IEnumerable<IPackagePart> parts) =>
        $"""
        # Everything of {codeName}

        Taken out of Cloison on {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC. An ordinary tar archive; `.jsonl` files hold one JSON object a line, in UTF-8.

        {string.Join("\n", parts.Select(p => p.Readme))}
        * `MANIFEST.sha256`: the SHA-256 of every file above, in their order. `sha256sum -c MANIFEST.sha256` checks them, unpacked.
        * `MANIFEST.note`: a signed note (c2sp.org/signed-note) over the manifest. `cloison customer verify FILE --key KEY` checks all of it without unpacking.

        Members that have no value are absent. Ids are opaque and sort by the time of their making. Derived tables (counters, search indexes) are left out.

        """;
}
