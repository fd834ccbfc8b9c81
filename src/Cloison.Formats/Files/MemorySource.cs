using System.Text;
using Cloison.Formats.Dataset;

namespace Cloison.Formats.Files;

/// <summary>Files in memory, for small things and tests.</summary>
public sealed class MemorySource : IFileSource
{
    private readonly Dictionary<string, byte[]> contents;

    public MemorySource(params IEnumerable<(string Name, byte[] Content)> files)
    {
        var list = new FileList();
        var raw = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (name, content) in files)
        {
            list.Add(name, content.Length);
            raw.TryAdd(name, content);
        }

        (Files, var rawNames) = list.Close();
        Refusals = list.Refusals;
        contents = Files.ToDictionary(f => f.Name, f => raw[rawNames[f.Name]], StringComparer.Ordinal);
    }

    /// <summary>One file with this text, in UTF-8.</summary>
    public MemorySource(string name, string text)
        : this((name, Encoding.UTF8.GetBytes(text)))
    {
    }

    public IReadOnlyList<SourceFile> Files { get; }

    public IReadOnlyList<Refusal> Refusals { get; }

    public ValueTask<Stream> OpenAsync(SourceFile file, CancellationToken ct) =>
        ValueTask.FromResult<Stream>(new MemoryStream(contents[file.Name], writable: false));
}
