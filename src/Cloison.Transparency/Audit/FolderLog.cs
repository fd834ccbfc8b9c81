namespace Cloison.Transparency.Audit;

/// <summary>A log in a folder, as an export has it.</summary>
public sealed class FolderLog(string folder) : ILogFiles
{
    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        var file = Path.Combine(folder, path);
        return File.Exists(file) ? await File.ReadAllBytesAsync(file, ct) : null;
    }
}
