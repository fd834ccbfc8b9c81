using System.Collections.Concurrent;
using System.Threading.Channels;
using Cloison.Domain.Ids;
using Cloison.Server.Features.Exports;
using Cloison.Server.Features.Imports;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Transfers;

/// <summary>
/// Runs imports that are being finished and exports, in the background. The rows that say "running" are the queue, so a restart forgets nothing:
/// what was under way is run again from its start, as soon as somebody uses its compartment.
/// </summary>
internal sealed class TransferJobs(Installation installation, ImportJob imports, ExportJob exports, TimeProvider clock, ILogger<TransferJobs> log) : BackgroundService
{
    /// <summary>Each keeps a core busy; people at work need the others.</summary>
    private const int MostAtOnce = 2;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Job> running = new(StringComparer.Ordinal);
    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something new: look at once.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    /// <summary>Stops a job of this process and waits until it has stopped. The row's state must say so before, or it starts again.</summary>
    public async Task AbortAsync(string id)
    {
        if (!running.TryGetValue(id, out var job))
            return;
        await job.StopAsync();
        await job.Done;
    }

    /// <summary>Stops all jobs of a customer and waits until they have stopped. The compartment must not be among the opened ones any more, or they start again.</summary>
    public async Task AbortAllAsync(CustomerId customer)
    {
        var jobs = running.Values.Where(j => j.Customer == customer).ToList();
        foreach (var job in jobs)
            await job.StopAsync();
        await Task.WhenAll(jobs.Select(j => j.Done));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                foreach (var compartment in installation.Opened)
                    await StartDueAsync(compartment, stoppingToken);
                await WaitAsync(stoppingToken);
            }
        }
        finally
        {
            // Their rows still say "running", and that is right.
            foreach (var job in running.Values)
                await job.StopAsync();
            await Task.WhenAll(running.Values.Select(j => j.Done));
        }
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var signal = signals.Reader.WaitToReadAsync(limit.Token).AsTask();
        await Task.WhenAny(signal, Task.Delay(LookEvery, clock, limit.Token));
        await limit.CancelAsync();
        signals.Reader.TryRead(out _);
        ct.ThrowIfCancellationRequested();
    }

    private async Task StartDueAsync(Compartment compartment, CancellationToken ct)
    {
        if (running.Count >= MostAtOnce)
            return;
        List<(string Id, ProjectId Project)> due;
        try
        {
            due = await compartment.Database.ReadAsync(
                db => db.List(
                    "SELECT id, project FROM imports WHERE state = 1 UNION ALL SELECT id, project FROM exports WHERE state = 1 ORDER BY id LIMIT 100",
                    row => (row.GetString(0), row.Id<ProjectKind>(1))),
                ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Looking for transfers of {Customer} failed.", compartment.Customer);
            return;
        }

        foreach (var (id, project) in due.Where(d => !running.ContainsKey(d.Id) && !compartment.Keys.IsWithheld(d.Project)).Take(MostAtOnce - running.Count))
        {
            // Without the keys it waits; its row says "running" all the time.
            var pass = compartment.Custody.EnterJob();
            if (pass.Answer != CustodyAnswer.Open)
                return;
            Start(compartment, project, id, pass, ct);
        }
    }

    private void Start(Compartment compartment, ProjectId project, string id, CustodyPass pass, CancellationToken ct)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var go = new TaskCompletionSource();
        // It begins only when it can be found, so that it can take itself out again.
        running[id] = new(compartment.Customer, stop, RunAsync());
        go.SetResult();

        async Task RunAsync()
        {
            await go.Task;
            await Task.Yield();
            try
            {
                await RunGuardedAsync(compartment, project, id, stop.Token);
            }
            finally
            {
                running.TryRemove(id, out _);
                pass.Dispose();
                stop.Dispose();
                Wake();
            }
        }
    }

    private async Task RunGuardedAsync(Compartment compartment, ProjectId project, string id, CancellationToken ct)
    {
        try
        {
            if (ImportId.TryParse(id, out var import))
                await imports.RunAsync(compartment, project, import, ct);
            else
                await exports.RunAsync(compartment, project, ExportId.Parse(id), ct);
        }
        catch (OperationCanceledException)
        {
            // Cancelled, or the server stops.
        }
        catch (SealBrokenException e) when (e.Reason is SealBreak.KeyRevoked or SealBreak.Locked)
        {
            // The keys were taken back, or their custodian does not answer: it goes on when they are there again.
        }
        catch (StorageUnavailableException)
        {
            // Not the job's fault: it stays in the queue. Not at once, though.
            await Task.Delay(TimeSpan.FromSeconds(30), clock, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        catch (Exception e)
        {
            // No message: it may quote content.
            log.LogError("{Job} failed: {Type}\n{Stack}", id, e.GetType(), e.StackTrace);
            await FailAsync(compartment, project, id, e);
        }
    }

    private async Task FailAsync(Compartment compartment, ProjectId project, string id, Exception e)
    {
        // With the key, the words are gone too: nothing can be sealed.
        var problem = e is SealBrokenException { Reason: SealBreak.KeyDestroyed }
            ? null
            : "Something went wrong on our side. It can be tried again.";
        try
        {
            if (ImportId.TryParse(id, out var import))
                await imports.FailAsync(compartment, project, import, problem, CancellationToken.None);
            else
                await exports.FailAsync(compartment, project, ExportId.Parse(id), problem, CancellationToken.None);
        }
        catch (Exception second) when (second is StorageUnavailableException or SealBrokenException)
        {
            log.LogError("{Job} could not be marked as failed: {Type}", id, second.GetType());
        }
    }

    private sealed record Job(CustomerId Customer, CancellationTokenSource Stop, Task Done)
    {
        public async Task StopAsync()
        {
            try
            {
                await Stop.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // It has just ended by itself.
            }
        }
    }
}
