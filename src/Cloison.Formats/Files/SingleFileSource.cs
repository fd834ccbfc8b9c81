using Cloison.Formats.Dataset;

namespace Cloison.Formats.Files;

/// <summary>One file; the name is only shown in places and used for its extension.</summary>
public sealed class SingleFileSource(string name, Func<CancellationToken, ValueTask<Stream>> open) : IFileSource
{
    /// <summary>A file on this machine.</summary>
    public static SingleFileSource FromDisk(string path) => new(Path.GetFileName(path), _ => ValueTask.FromResult<Stream>(
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 65_536, useAsync: true)));

    public IReadOnlyList<SourceFile> Files { get; } = [new(name)];

    public IReadOnlyList<Refusal> Refusals => [];

    public ValueTask<Stream> OpenAsync(SourceFile file, CancellationToken ct) => open(ct);
}
