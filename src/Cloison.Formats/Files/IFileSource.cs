using Cloison.Formats.Dataset;

namespace Cloison.Formats.Files;

/// <summary>A set of named streams: a folder, an archive, one file, sealed blobs. Every file can be opened more than once.</summary>
public interface IFileSource
{
    /// <summary>In ordinal order of their names.</summary>
    IReadOnlyList<SourceFile> Files { get; }

    /// <summary>What was not taken in: unsafe or double names, encrypted entries.</summary>
    IReadOnlyList<Refusal> Refusals { get; }

    /// <summary>Opens a file from its beginning. The stream need not seek.</summary>
    ValueTask<Stream> OpenAsync(SourceFile file, CancellationToken ct);
}

/// <param name="Name">Relative, '/' between folders, safe: see <see cref="FileName"/>.</param>
/// <param name="LengthBytes">As stated by the source; null when not known.</param>
public sealed record SourceFile(string Name, long? LengthBytes = null)
{
    /// <summary>The last part of the name.</summary>
    public string BaseName => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>In lower case with its dot; empty when there is none.</summary>
    public string Extension => Path.GetExtension(BaseName).ToLowerInvariant();
}
