using Cloison.Domain.Tasks;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Tasks;
using Refusal = Cloison.Contracts.Refusal;

namespace Cloison.Server.Features.Imports;

/// <summary>Checks what readers yield and sends it on to the <see cref="TaskSink"/>. Used by one thread.</summary>
internal sealed class TaskIntake : IAsyncDisposable
{
    private readonly ActiveImport import;
    private readonly CancellationToken ct;
    private readonly TaskSink sink;
    private readonly TaskDataCheck data;
    private readonly LabelCheck labels;
    private readonly Batches batches;
    private readonly NameScan names;

    /// <param name="source">What refusals came with: a path, or the finish.</param>
    public TaskIntake(ActiveImport import, string source, TimeProvider clock, CancellationToken ct)
    {
        (this.import, this.ct) = (import, ct);
        sink = new(import, import.PathKey(source).Key, clock, ct);
        data = new(import);
        labels = new(import.Ontology);
        batches = new(import.Compartment, import.Project, clock);
        names = new(import);
    }

    /// <summary>Forgets what an interrupted reading of the same source refused. Call it before that source is read.</summary>
    public static Task StartOverAsync(ActiveImport import, string source, CancellationToken ct) =>
        import.Compartment.Database.WriteAsync(db => ImportLedger.TakeBack(db, import.Id, import.PathKey(source).Key), ct);

    /// <summary>Makes a file known that came with the rows.</summary>
    public void Know(string name, StoredAsset asset) => data.Know(name, asset);

    public ValueTask RefuseAsync(string place, string reason) => sink.RefuseAsync(new(place, reason));

    public ValueTask AddImageAsync(string path, StoredAsset asset)
    {
        var shown = new TaskData(new() { [import.ImageInput!] = System.Text.Json.JsonSerializer.SerializeToNode(asset.As(path), Domain.Json.DomainJson.Options) });
        return TakeAsync(new ReadItem(new(shown, ExternalId: path), path));
    }

    public ValueTask AddTextAsync(string path, string text) =>
        TakeAsync(new ReadItem(new(new(new() { [import.TextInput!] = text }), ExternalId: path), path));

    public async ValueTask TakeAsync(DatasetEntry entry)
    {
        if (entry is Formats.Dataset.Refusal refusal)
        {
            await sink.RefuseAsync(new(refusal.Place, refusal.Reason));
            return;
        }

        var read = (ReadItem)entry;
        var (item, place) = (read.Item, read.Place);
        if (TaskDataCheck.CheckJson(item.Data.Json) is { } broken)
        {
            await sink.RefuseAsync(new(place, broken));
            return;
        }

        // By name, before the entry becomes an asset's: image formats and labels know a task by its file.
        var name = Trimmed(item.ExternalId) ?? MediaFile.First(item.Data)?.Name;
        if ((CheckFacts(item, name) ?? await data.CheckAsync(item.Data, ct)) is { } reason)
        {
            await sink.RefuseAsync(new(place, reason));
            return;
        }

        if (await names.CheckAsync(name, item, ct) is { } named)
        {
            await sink.RefuseAsync(new(place, named));
            return;
        }

        var refusals = new List<Refusal>();
        var answers = labels.Clean(Answers.Of(item.Answers, import.Options), item.Data, place, refusals);
        foreach (var refused in refusals)
            await sink.RefuseAsync(refused);
        var batch = Trimmed(item.Batch) is { } batchName ? await batches.FindOrMakeAsync(batchName, ct) : import.Batch;
        await sink.AddAsync(new(place, name ?? TaskKeys.FirstAsset(item.Data)?.Name, item.Data, batch, item.Priority ?? 0, answers));
    }

    /// <param name="place">Where labels stood whose class the ontology lacks.</param>
    public async Task<SinkTotals> CompleteAsync(string place)
    {
        foreach (var missing in labels.TellMissing(place))
            await sink.RefuseAsync(missing);
        return await sink.CompleteAsync();
    }

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    private static string? CheckFacts(DatasetItem item, string? name) =>
        name is { Length: > FileName.MaxLength } ? $"An external id has at most {FileName.MaxLength:N0} characters."
        : item.Batch is { Length: > Batches.MaxNameLength } ? $"A batch's name has at most {Batches.MaxNameLength} characters."
        : item.Priority is < 0 or > TaskQueue.MaxPriority ? $"A priority is 0 to {TaskQueue.MaxPriority}."
        : null;

    private static string? Trimmed(string? text) => text?.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
