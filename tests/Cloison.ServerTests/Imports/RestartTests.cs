using System.IO.Compression;
using System.Text;
using Cloison.Contracts;
using Cloison.Server.Features.Imports;

namespace Cloison.ServerTests.Imports;

public sealed class RestartTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private const int Rows = 6_000;

    private static CancellationToken Ct => TransferBench.Ct;

    [Fact]
    public async Task A_finish_that_was_interrupted_goes_on_and_adds_nothing_twice()
    {
        var (project, import) = await WithArchiveAsync();
        using var stop = new CancellationTokenSource();
        // The clock is asked once a chunk, some chunks ahead of the writer: at the ninth of twelve the server "stops".
        var dying = new ImportJob(bench.Assets, bench.Ontologies, new CountingClock(9, stop.Cancel));
        await bench.Compartment.Database.WriteAsync(db => FinishImport.Start(db, project, import), Ct);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => dying.RunAsync(bench.Compartment, project, import, stop.Token));
        var between = (await ReadImport.FindAsync(bench.Compartment, project, import, Ct))!;
        Assert.Equal(TransferState.Running, between.State);
        Assert.InRange(between.Tasks, 1, Rows - 1);

        await bench.Imports.RunAsync(bench.Compartment, project, import, Ct);
        var summary = (await ReadImport.FindAsync(bench.Compartment, project, import, Ct))!;
        Assert.Equal((TransferState.Done, Rows, 1), (summary.State, summary.Tasks, summary.Refused));
        Assert.Equal(new TaskCounts(Rows, 0, 0, 0), await bench.CountsAsync(project));
        var tasks = await bench.TasksAsync(project);
        Assert.Equal(Rows, tasks.Select(t => t.Name).Distinct().Count());
        Assert.Equal(Rows.ToString(), tasks[^1].Name);
    }

    [Fact]
    public async Task A_cancelled_import_stops_and_keeps_what_is_in()
    {
        var (project, import) = await WithArchiveAsync();
        var job = new ImportJob(bench.Assets, bench.Ontologies, new CountingClock(3, () => bench.Compartment.Database.WriteAsync(
            db => db.Execute("UPDATE imports SET state = 4 WHERE id = @id", ("@id", import.Text)), Ct).Wait(Ct)));
        await bench.Compartment.Database.WriteAsync(db => FinishImport.Start(db, project, import), Ct);
        await Assert.ThrowsAsync<ImportCancelledException>(() => job.RunAsync(bench.Compartment, project, import, Ct));
        var summary = (await ReadImport.FindAsync(bench.Compartment, project, import, Ct))!;
        Assert.Equal(TransferState.Cancelled, summary.State);
        Assert.InRange(summary.Tasks, 0, Rows - 1);
        Assert.Equal(summary.Tasks, (await bench.CountsAsync(project)).Open);
    }

    private async Task<(ProjectId, ImportId)> WithArchiveAsync()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var import = await bench.StartAsync(project);
        var zip = new MemoryStream();
        await using (var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Create, leaveOpen: true, null, Ct))
        await using (var entry = await archive.CreateEntry("rows.csv").OpenAsync(Ct))
            await entry.WriteAsync(Encoding.UTF8.GetBytes("id,text\n0,\n" + string.Concat(Enumerable.Range(1, Rows).Select(i => $"{i},text {i}\n"))), Ct);
        zip.Position = 0;
        await bench.SendAsync(project, import, "rows.zip", zip);
        return (project, import);
    }

    private sealed class CountingClock(int at, Action then) : TimeProvider
    {
        private int asked;

        public override DateTimeOffset GetUtcNow()
        {
            if (Interlocked.Increment(ref asked) == at)
                then();
            return base.GetUtcNow();
        }
    }
}
