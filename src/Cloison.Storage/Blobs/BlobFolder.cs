using System.Buffers;

namespace Cloison.Storage.Blobs;

/// <summary>
/// Where the files of one compartment lie:
/// <c>incoming/&lt;random&gt;</c>, <c>&lt;project&gt;/content/09/af/09af…</c>, <c>&lt;project&gt;/artifact/&lt;name&gt;</c> and <c>compartment/artifact/&lt;name&gt;</c>.
/// One file system for all of it, so that a rename is atomic.
/// </summary>
internal sealed class BlobFolder(string root)
{
    /// <summary>Stands for the project where an artefact belongs to none; no project's id looks so.</summary>
    public const string NoProject = "compartment";

    private const string ContentKind = "content";
    private const string ArtifactKind = "artifact";
    private const int MaxArtifactName = 100;
    private static readonly SearchValues<char> ArtifactLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    public string Incoming { get; } = Path.Combine(root, "incoming");

    /// <summary>Kind and name, as they are bound into the file; also the path below the project, but for the fan-out.</summary>
    public static string PlaceOf(BlobName name) => $"{ContentKind}/{Checked(name).Text}";

    public static string PlaceOf(string artifact) => $"{ArtifactKind}/{Checked(artifact)}";

    public string Of(ProjectId project) => project.IsEmpty ? throw new ArgumentException("A blob belongs to a project.", nameof(project)) : Path.Combine(root, project.Text);

    public string ContentOf(ProjectId project) => Path.Combine(Of(project), ContentKind);

    public string ArtifactsOf(ProjectId? project) => Path.Combine(project is { } owner ? Of(owner) : Path.Combine(root, NoProject), ArtifactKind);

    /// <summary>65,536 folders: a million blobs give about 16 files in each.</summary>
    public string PathOf(ProjectId project, BlobName name)
    {
        var digits = Checked(name).Text;
        return Path.Combine(ContentOf(project), digits[..2], digits[2..4], digits);
    }

    public string PathOf(ProjectId? project, string artifact) => Path.Combine(ArtifactsOf(project), Checked(artifact));

    private static BlobName Checked(BlobName name) => name.Text.Length == 0 ? throw new ArgumentException("No blob name.", nameof(name)) : name;

    // Names come from our own code (an export's id and a suffix), so a bad one is a bug; but it must not become a path either.
    private static string Checked(string artifact)
    {
        var ok = artifact.Length is > 0 and <= MaxArtifactName
            && artifact[0] != '.'
            && !artifact.AsSpan().ContainsAnyExcept(ArtifactLetters);
        return ok ? artifact : throw new ArgumentException("An artefact's name has 1 to 100 of a-z 0-9 . _ - and does not start with a dot.", nameof(artifact));
    }
}
