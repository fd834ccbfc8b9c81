using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Formats.Dataset;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Exports;

/// <summary>
/// The tasks of an export as a stream that can be started again. Pages are read one after the other and opened by several threads; a few are ahead
/// of the writer, so memory does not grow with the project.
/// </summary>
internal sealed class ExportItems(Compartment compartment, ProjectId project, ExportedAnswers answers, TaskSet tasks)
{
    private const int PagesAhead = 4;

    private long answersGiven;

    /// <summary>Answers in the first pass.</summary>
    public long Answers { get; private set; }

    public async IAsyncEnumerable<DatasetItem> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var pages = Channel.CreateBounded<Task<List<DatasetItem>>>(PagesAhead);
        var reading = ReadPagesAsync(pages.Writer, stop.Token);
        answersGiven = 0;
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(ct))
                foreach (var item in await page)
                {
                    answersGiven += item.Answers?.Count ?? 0;
                    yield return item;
                }

            Answers = answersGiven;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }
    }

    private async Task ReadPagesAsync(ChannelWriter<Task<List<DatasetItem>>> pages, CancellationToken ct)
    {
        try
        {
            var sealer = compartment.Sealer(project);
            var batches = await BatchNamesAsync(ct);
            foreach (var ids in tasks.Pages(ExportPage.Size))
            {
                var page = await compartment.Database.ReadAsync(db => ExportPage.Read(db, ids, answers), ct);
                await pages.WriteAsync(Task.Run(() => page.Open(sealer, batches), ct), ct);
            }

            pages.Complete();
        }
        catch (Exception e)
        {
            pages.TryComplete(e);
        }
    }

    private async Task<Dictionary<BatchId, string>> BatchNamesAsync(CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List("SELECT id, name FROM batches WHERE project = @project", row => (Id: row.Id<BatchKind>(0), Name: row.Bytes(1)), ("@project", project.Text)), ct);
        return rows.ToDictionary(b => b.Id, b => compartment.Sealer(project).OpenText(Seals.BatchName(b.Id), b.Name));
    }
}
