using Cloison.Formats.Files;

namespace Cloison.Server.Features.Imports;

/// <summary>A file that is read at the finish: one that was kept, or an entry of an archive.</summary>
internal sealed record PendingFile(string Path, FileKind Kind, long? LengthBytes, Func<CancellationToken, ValueTask<Stream>> OpenAsync);

/// <summary>The label files of one kind as a reader wants them: all together, because a list of classes or of images speaks of the others.</summary>
internal sealed class PendingFiles : IFileSource
{
    private readonly Dictionary<string, PendingFile> byName = new(StringComparer.Ordinal);
    private readonly List<Formats.Dataset.Refusal> refusals = [];

    /// <param name="images">Names of images that are in already, for formats whose label files are named after them.</param>
    public PendingFiles(IEnumerable<PendingFile> labels, IEnumerable<string> images)
    {
        foreach (var file in labels)
            if (!byName.TryAdd(file.Path, file))
                refusals.Add(new(file.Path, "Another file of this import has this name."));
        var names = images.Where(image => !byName.ContainsKey(image)).Select(image => new SourceFile(image));
        Files = [.. byName.Values.Select(f => new SourceFile(f.Path, f.LengthBytes)).Concat(names).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    public IReadOnlyList<SourceFile> Files { get; }

    public IReadOnlyList<Formats.Dataset.Refusal> Refusals => refusals;

    /// <remarks>An image is only asked for its size, which the project knows.</remarks>
    public ValueTask<Stream> OpenAsync(SourceFile file, CancellationToken ct) =>
        byName.TryGetValue(file.Name, out var pending) ? pending.OpenAsync(ct) : ValueTask.FromResult(Stream.Null);
}
