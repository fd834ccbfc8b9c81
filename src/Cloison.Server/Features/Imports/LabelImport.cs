using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Refusal = Cloison.Contracts.Refusal;

namespace Cloison.Server.Features.Imports;

/// <summary>Puts the labels of files onto the tasks that show what they label.</summary>
internal sealed class LabelImport(ActiveImport import, byte[] source, CancellationToken ct)
{
    private const int ChunkItems = 200;

    private readonly TaskFinder finder = new(import.Compartment, import.Project);
    private readonly LabelCheck check = new(import.Ontology);
    private readonly List<TaskLabels> labels = [];
    private readonly List<Refusal> refusals = [];

    public async Task RunAsync(FileKind kind, IFileSource files)
    {
        // YOLO and VOC name labels after images, and may leave the image's own extension open.
        var stemIsEnough = kind is FileKind.Yolo or FileKind.Voc;
        await foreach (var entry in ItemReading.Labels(import, kind, files, (name, _) => SizeAsync(name, stemIsEnough), ct))
        {
            if (entry is Formats.Dataset.Refusal refusal)
                refusals.Add(new(refusal.Place, refusal.Reason));
            else if (entry is ReadItem read)
                await TakeAsync(read.Item, read.Place, stemIsEnough);
            if (labels.Count >= ChunkItems || refusals.Count >= ChunkItems)
                await FlushAsync();
        }

        refusals.AddRange(check.TellMissing(files.Files is [var only] ? only.Name : $"{kind} labels"));
        await FlushAsync();
    }

    private async Task TakeAsync(DatasetItem item, string place, bool stemIsEnough)
    {
        var answers = Answers.Of(item.Answers, import.Options);
        if (answers.IsEmpty)
            return;
        var media = MediaFile.First(item.Data);
        var name = media?.Name ?? item.ExternalId;
        if (name is null || await finder.FindAsync(name, stemIsEnough, ct) is not { } task)
        {
            refusals.Add(new(place, $"There is no task with the image '{name}', or several have one of this name."));
            return;
        }

        if (media is { Width: { } width, Height: { } height } && task.Image is { } image && (image.Width != width || image.Height != height))
        {
            refusals.Add(new(place, $"The labels are for an image of {width} × {height} pixels; '{image.Name}' has {image.Width} × {image.Height}."));
            return;
        }

        var cleaned = check.Clean(answers, task.Content.Data, place, refusals);
        if (!cleaned.IsEmpty)
            labels.Add(new(task.Id, cleaned));
    }

    private async ValueTask<ImageSize?> SizeAsync(string name, bool stemIsEnough) =>
        await finder.FindAsync(name, stemIsEnough, ct) is { Image: { Width: { } width, Height: { } height } } ? new(width, height) : null;

    private async Task FlushAsync()
    {
        await LabelStore.AddAsync(import, labels, ct);
        labels.Clear();
        if (refusals.Count == 0)
            return;
        Refusal[] told = [.. refusals];
        refusals.Clear();
        await import.Compartment.Database.WriteAsync(
            db =>
            {
                ImportLedger.MakeSureOf(db, import.Id);
                ImportLedger.Refuse(db, import, source, told);
            },
            ct);
    }
}
