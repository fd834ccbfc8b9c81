using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>Results out of a project. Needs the scope <c>export</c>.</summary>
public sealed class ExportCalls
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private readonly Connection connection;
    private readonly TimeProvider clock;

    internal ExportCalls(Connection connection, TimeProvider clock) => (this.connection, this.clock) = (connection, clock);

    /// <summary>What the server can read and write.</summary>
    public Task<IReadOnlyList<FormatSummary>> FormatsAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<FormatSummary>>("api/formats", ct);

    public Task<ExportSummary> StartAsync(ProjectId project, NewExport export, CancellationToken ct = default) =>
        connection.PostAsync<ExportSummary>(Path(project), export, ct);

    /// <summary>Exports, newest first.</summary>
    public IAsyncEnumerable<ExportSummary> ListAsync(ProjectId project, CancellationToken ct = default) => Paging.AllAsync(
        (cursor, token) => connection.GetAsync<Page<ExportSummary>>(Query.With(Path(project), ("cursor", cursor)), token), ct);

    public Task<ExportSummary> ReadAsync(ProjectId project, ExportId export, CancellationToken ct = default) =>
        connection.GetAsync<ExportSummary>($"{Path(project)}/{export}", ct);

    /// <summary>Removes the export and its file.</summary>
    public Task DeleteAsync(ProjectId project, ExportId export, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Delete, $"{Path(project)}/{export}", body: null, ct);

    /// <summary>Waits until the export is written; tells how far it is meanwhile.</summary>
    public async Task<ExportSummary> WaitAsync(ProjectId project, ExportId export, Action<ExportSummary>? progress = null, CancellationToken ct = default)
    {
        while (true)
        {
            var summary = await ReadAsync(project, export, ct);
            progress?.Invoke(summary);
            if (summary.State is not (TransferState.Receiving or TransferState.Running))
                return summary;
            await Task.Delay(PollEvery, clock, ct);
        }
    }

    /// <summary>
    /// Appends what <paramref name="destination"/> does not have yet, so that a broken download goes on where it stopped, now or in another run.
    /// </summary>
    /// <param name="export">Done.</param>
    /// <param name="destination">Holds nothing, or the beginning of this very export; seekable.</param>
    /// <param name="received">Told how many bytes are there.</param>
    public Task DownloadAsync(ProjectId project, ExportSummary export, Stream destination, Action<long>? received = null, CancellationToken ct = default) =>
        Download.RunAsync(connection, $"{Path(project)}/{export.Id}/content", export.Bytes, destination, received, clock, ct);

    private static string Path(ProjectId project) => $"api/projects/{project}/exports";
}
