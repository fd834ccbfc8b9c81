using Cloison.Formats.Dataset;

namespace Cloison.Formats.Files;

/// <summary>Every file under a folder. Links are not followed.</summary>
public sealed class FolderSource : IFileSource
{
    private readonly string folder;
    private readonly Dictionary<string, string> rawNames;

    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public FolderSource(string folder)
    {
        this.folder = Path.GetFullPath(folder);
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        var list = new FileList();
        foreach (var file in new DirectoryInfo(this.folder).EnumerateFiles("*", options))
            list.Add(Path.GetRelativePath(this.folder, file.FullName).Replace(Path.DirectorySeparatorChar, '/'), file.Length);
        (Files, rawNames) = list.Close();
        Refusals = list.Refusals;
    }

    public IReadOnlyList<SourceFile> Files { get; }

    public IReadOnlyList<Refusal> Refusals { get; }

    public ValueTask<Stream> OpenAsync(SourceFile file, CancellationToken ct) =>
        ValueTask.FromResult<Stream>(new FileStream(
            Path.Combine(folder, rawNames[file.Name]), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 65_536, useAsync: true));
}
