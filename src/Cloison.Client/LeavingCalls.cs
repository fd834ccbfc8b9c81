using Cloison.Contracts;

namespace Cloison.Client;

/// <summary>Taking everything along. Needs the scope <c>administer</c>. Asking to leave and approving it need a person who is signed in, and have no call here.</summary>
public sealed class LeavingCalls
{
    private const string Exports = "api/leaving/exports";
    private static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(1);
    private readonly Connection connection;
    private readonly TimeProvider clock;

    internal LeavingCalls(Connection connection, TimeProvider clock) => (this.connection, this.clock) = (connection, clock);

    /// <summary>What to note before leaving: where the certificate will be, and the key that it is verified with.</summary>
    public Task<DepartureSummary> ReadAsync(CancellationToken ct = default) => connection.GetAsync<DepartureSummary>("api/leaving", ct);

    /// <summary>Orders one file with everything.</summary>
    public Task<CustomerExportSummary> StartExportAsync(NewCustomerExport export, CancellationToken ct = default) =>
        connection.PostAsync<CustomerExportSummary>(Exports, export, ct);

    /// <summary>Exports of everything, newest first.</summary>
    public Task<IReadOnlyList<CustomerExportSummary>> ExportsAsync(CancellationToken ct = default) => connection.GetAsync<IReadOnlyList<CustomerExportSummary>>(Exports, ct);

    /// <summary>Waits until the export is written.</summary>
    /// <exception cref="CloisonException">There is no such export (any more).</exception>
    public async Task<CustomerExportSummary> WaitForExportAsync(ExportId export, CancellationToken ct = default)
    {
        while (true)
        {
            var found = (await ExportsAsync(ct)).FirstOrDefault(e => e.Id == export)
                ?? throw new CloisonException(new("not_found", 404, "The export is not there any more."));
            if (found.State != TransferState.Running)
                return found;
            await Task.Delay(PollEvery, clock, ct);
        }
    }

    /// <summary>Appends what <paramref name="destination"/> does not have yet, so that a broken download goes on where it stopped, now or in another run.</summary>
    /// <param name="export">Done.</param>
    /// <param name="destination">Holds nothing, or the beginning of this very export; seekable.</param>
    /// <param name="received">Told how many bytes are there.</param>
    public Task DownloadAsync(CustomerExportSummary export, Stream destination, Action<long>? received = null, CancellationToken ct = default) =>
        Download.RunAsync(connection, $"{Exports}/{export.Id}/content", export.Bytes, destination, received, clock, ct);
}
