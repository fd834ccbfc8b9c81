using System.Threading.Channels;
using Cloison.Domain.Ids;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Leaving;

/// <summary>
/// Makes exports of everything in the background, one at a time. The rows that say "running" are the queue, so a restart forgets nothing: what was under way is made
/// again from its start, as soon as somebody uses its compartment.
/// </summary>
internal sealed class CustomerExports(Installation installation, CustomerExportJob job, TimeProvider clock, ILogger<CustomerExports> log) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock gate = new();
    private (CustomerId Customer, CancellationTokenSource Stop, Task Done)? present;

    /// <summary>There is something new: look at once.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    /// <summary>Stops the export of a customer that is being made, and waits until it has stopped. The compartment must not be among the opened ones any more.</summary>
    public async Task AbortAllAsync(CustomerId customer)
    {
        Task done;
        lock (gate)
        {
            if (present is not { } running || running.Customer != customer)
                return;
            running.Stop.Cancel();
            done = running.Done;
        }

        await done;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            foreach (var compartment in installation.Opened.ToList())
                await RunDueAsync(compartment, stoppingToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(signals.Reader.ReadAsync(limit.Token).AsTask(), Task.Delay(LookEvery, clock, limit.Token));
            await limit.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    private async Task RunDueAsync(Compartment compartment, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var done = new TaskCompletionSource();
        lock (gate)
            present = (compartment.Customer, stop, done.Task);
        try
        {
            // Whoever closes compartments takes this one out of the opened ones first, and stops us then.
            if (!installation.Opened.Contains(compartment))
                return;
            var due = await compartment.Database.ReadAsync(
                db => db.List("SELECT id FROM customer_exports WHERE state = 1 ORDER BY id LIMIT 10", row => row.Id<ExportKind>(0)), stop.Token);
            foreach (var id in due)
                await RunGuardedAsync(compartment, id, stop.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The customer leaves.
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError("Looking for exports of {Customer} failed: {Type}", compartment.Customer, e.GetType());
        }
        finally
        {
            lock (gate)
                present = null;
            done.SetResult();
        }
    }

    private async Task RunGuardedAsync(Compartment compartment, ExportId id, CancellationToken ct)
    {
        try
        {
            await job.RunAsync(compartment, id, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException and not StorageUnavailableException)
        {
            // No message: it may quote content.
            log.LogError("{Export} failed: {Type}\n{Stack}", id, e.GetType(), e.StackTrace);
            var isLocked = e is SealBrokenException { Reason: SealBreak.KeyRevoked or SealBreak.KeyDestroyed or SealBreak.Locked };
            await job.FailAsync(compartment, id, isLocked ? null : "Something went wrong on our side. It can be tried again.", CancellationToken.None);
        }
    }
}
