using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>
/// Files into a project: start an import, send files in any order and several at once, finish it. An import that was broken off takes
/// the missing files later: <see cref="FilesAsync"/> says which it has. Needs the scope <c>write</c>.
/// </summary>
public sealed class ImportCalls
{
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private readonly Connection connection;
    private readonly TimeProvider clock;

    internal ImportCalls(Connection connection, TimeProvider clock) => (this.connection, this.clock) = (connection, clock);

    public Task<ImportSummary> StartAsync(ProjectId project, NewImport import, CancellationToken ct = default) =>
        connection.PostAsync<ImportSummary>(Path(project), import, ct);

    /// <summary>Imports, newest first.</summary>
    public IAsyncEnumerable<ImportSummary> ListAsync(ProjectId project, CancellationToken ct = default) => Paging.AllAsync(
        (cursor, token) => connection.GetAsync<Page<ImportSummary>>(Query.With(Path(project), ("cursor", cursor)), token), ct);

    public Task<ImportSummary> ReadAsync(ProjectId project, ImportId import, CancellationToken ct = default) =>
        connection.GetAsync<ImportSummary>($"{Path(project)}/{import}", ct);

    /// <summary>Sends one file. Sending it again is safe.</summary>
    /// <param name="path">The name by which label files know it, with '/' between folders.</param>
    /// <param name="open">Opens the file from its beginning; called once for each attempt.</param>
    /// <param name="sent">Told how many bytes of this attempt are on their way.</param>
    public Task<FileReceipt> SendFileAsync(
        ProjectId project, ImportId import, string path, Func<Stream> open, Action<long>? sent = null, CancellationToken ct = default) =>
        connection.SendStreamAsync<FileReceipt>(
            HttpMethod.Put, Query.With($"{Path(project)}/{import}/files", ("path", path)),
            () =>
            {
                var stream = open();
                return new UploadContent(stream, "application/octet-stream", stream.CanSeek ? stream.Length : null, sent);
            },
            canRepeat: true, ct);

    /// <summary>Which files the import has, and what became of them.</summary>
    public IAsyncEnumerable<FileReceipt> FilesAsync(ProjectId project, ImportId import, CancellationToken ct = default) => Paging.AllAsync(
        (cursor, token) => connection.GetAsync<Page<FileReceipt>>(Query.With($"{Path(project)}/{import}/files", ("cursor", cursor)), token), ct);

    /// <summary>Says that all files are there; the server goes on to work. See <see cref="WaitAsync"/>.</summary>
    public Task<ImportSummary> FinishAsync(ProjectId project, ImportId import, CancellationToken ct = default) =>
        connection.PostAgainAsync<ImportSummary>($"{Path(project)}/{import}/finish", body: null, ct);

    /// <summary>Waits until the server has worked through the import; tells how far it is meanwhile.</summary>
    public async Task<ImportSummary> WaitAsync(ProjectId project, ImportId import, Action<ImportSummary>? progress = null, CancellationToken ct = default)
    {
        while (true)
        {
            var summary = await ReadAsync(project, import, ct);
            progress?.Invoke(summary);
            if (summary.State is not (TransferState.Receiving or TransferState.Running))
                return summary;
            await Task.Delay(PollEvery, clock, ct);
        }
    }

    public Task CancelAsync(ProjectId project, ImportId import, CancellationToken ct = default) =>
        connection.ChangeAsync(HttpMethod.Delete, $"{Path(project)}/{import}", body: null, ct);

    /// <summary>What could not be taken in, and why.</summary>
    public IAsyncEnumerable<Refusal> RefusalsAsync(ProjectId project, ImportId import, CancellationToken ct = default) => Paging.AllAsync(
        (cursor, token) => connection.GetAsync<Page<Refusal>>(Query.With($"{Path(project)}/{import}/refusals", ("cursor", cursor)), token), ct);

    private static string Path(ProjectId project) => $"api/projects/{project}/imports";
}
