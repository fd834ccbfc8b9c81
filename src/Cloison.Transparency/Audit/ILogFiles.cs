namespace Cloison.Transparency.Audit;

/// <summary>A log as it is served or stored: files by the paths of c2sp.org/tlog-tiles.</summary>
public interface ILogFiles
{
    /// <summary>The file's bytes; null when there is none.</summary>
    /// <param name="path">Below the log's address: <c>checkpoint</c>, <c>tile/0/000</c>, <c>tile/entries/000.p/3</c>.</param>
    /// <exception cref="IOException">It could not be read.</exception>
    Task<byte[]?> ReadAsync(string path, CancellationToken ct);
}
