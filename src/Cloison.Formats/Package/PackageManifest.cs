namespace Cloison.Formats.Package;

/// <summary>
/// The list of a package's files with their SHA-256, in the order in which they lie in the archive and in the form that <c>sha256sum -c</c> reads.
/// It is the last file but one; the last is the signed note over it.
/// </summary>
public static class PackageManifest
{
    public const string Name = "MANIFEST.sha256";
    public const string NoteName = "MANIFEST.note";

    /// <summary>One file's line, with its end.</summary>
    /// <param name="name">No backslash and no line end: <c>sha256sum</c> would spell them otherwise.</param>
    public static string Line(ReadOnlySpan<byte> sha256, string name) => $"{Convert.ToHexStringLower(sha256)}  {name}\n";

    /// <summary>The text of the note that signs a manifest.</summary>
    public static string NoteText(string customer, DateTimeOffset at, long members, ReadOnlySpan<byte> manifestSha256) =>
        $"cloison customer export v1\ncustomer {customer}\nmade {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}\nmembers {members}\nmanifest {Convert.ToHexStringLower(manifestSha256)}\n";
}
