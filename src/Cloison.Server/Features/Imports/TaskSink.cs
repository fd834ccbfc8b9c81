using System.Threading.Channels;
using Cloison.Contracts;

namespace Cloison.Server.Features.Imports;

/// <summary>How much went through a <see cref="TaskSink"/>.</summary>
internal sealed record SinkTotals(long Tasks, long Duplicates, long Refused, Refusal? FirstRefusal);

/// <summary>
/// The road of rows into the database: rows are gathered into chunks, chunks are sealed by several threads at once, and stored one after the
/// other in the order in which they came. Everything is bounded, so memory does not grow with the import.
/// </summary>
internal sealed class TaskSink : IAsyncDisposable
{
    /// <summary>A chunk of 500 keeps the writer for some 20 ms: other people's claims get in between.</summary>
    private const int ChunkRows = 500;

    private const int ChunksAhead = 3;

    private readonly ActiveImport import;
    private readonly byte[] source;
    private readonly TimeProvider clock;
    private readonly CancellationTokenSource stop;
    private readonly Channel<Task<TaskChunk>> chunks = Channel.CreateBounded<Task<TaskChunk>>(ChunksAhead);
    private readonly Task<SinkTotals> storing;
    private List<NewRow> rows = [];
    private List<Refusal> refusals = [];

    /// <param name="source">What the refusals came with; see <see cref="ImportLedger"/>.</param>
    public TaskSink(ActiveImport import, byte[] source, TimeProvider clock, CancellationToken ct)
    {
        (this.import, this.source, this.clock) = (import, source, clock);
        stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        storing = Task.Run(StoreAsync, CancellationToken.None);
    }

    public async ValueTask AddAsync(NewRow row)
    {
        rows.Add(row);
        if (rows.Count >= ChunkRows)
            await SendAsync();
    }

    public async ValueTask RefuseAsync(Refusal refusal)
    {
        refusals.Add(refusal);
        if (refusals.Count >= ChunkRows)
            await SendAsync();
    }

    /// <summary>Stores what is left; everything is in when it returns.</summary>
    /// <exception cref="ImportCancelledException">Somebody cancelled the import.</exception>
    public async Task<SinkTotals> CompleteAsync()
    {
        await SendAsync();
        chunks.Writer.TryComplete();
        return await storing;
    }

    public async ValueTask DisposeAsync()
    {
        // After a completion there is nothing left to stop.
        await stop.CancelAsync();
        chunks.Writer.TryComplete();
        await storing.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        stop.Dispose();
    }

    private async ValueTask SendAsync()
    {
        if (rows.Count == 0 && refusals.Count == 0)
            return;
        var (taken, refused) = (rows, refusals);
        (rows, refusals) = ([], []);
        try
        {
            await chunks.Writer.WriteAsync(Task.Run(() => Seal(taken, refused), stop.Token), stop.Token);
        }
        catch (Exception e) when (e is ChannelClosedException or OperationCanceledException && storing.IsFaulted)
        {
            // The storing has failed: its reason is the one that counts.
            await storing;
        }
    }

    private TaskChunk Seal(List<NewRow> taken, List<Refusal> refused)
    {
        var now = clock.GetUtcNow();
        // Sorted: ids made within one millisecond are in no order, and lists show tasks in the order of their ids.
        TaskId[] ids = [.. taken.Select(_ => TaskId.New(now)).Order()];
        return new(import, source, [.. taken.Select((row, i) => SealedTask.Of(import, row, ids[i]))], refused, now);
    }

    private async Task<SinkTotals> StoreAsync()
    {
        long tasks = 0, duplicates = 0, refused = 0;
        Refusal? first = null;
        try
        {
            await foreach (var sealing in chunks.Reader.ReadAllAsync(stop.Token))
            {
                var chunk = await sealing;
                var result = await import.Compartment.Database.WriteAsync(chunk.Store, stop.Token);
                if (result.Labels.Count > 0)
                    await LabelStore.AddAsync(import, result.Labels, stop.Token);
                (tasks, duplicates, refused) = (tasks + result.Made, duplicates + result.Duplicates, refused + result.Refused.Count);
                first ??= result.Refused.Count > 0 ? result.Refused[0] : null;
            }

            return new(tasks, duplicates, refused, first);
        }
        catch (Exception e)
        {
            // Nobody reads on: whoever waits for room must not wait for ever.
            chunks.Writer.TryComplete(e);
            throw;
        }
    }
}
