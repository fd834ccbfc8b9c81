using System.IO.Compression;
using System.Text;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Server.Features.Imports;
using Cloison.ServerTests.Assets;

namespace Cloison.ServerTests.Imports;

public sealed class UploadTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private static CancellationToken Ct => TransferBench.Ct;

    [Fact]
    public async Task Sending_a_path_again_gives_the_same_receipt_and_counts_once()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var import = await bench.StartAsync(project);
        var first = await bench.SendAsync(project, import, "a.txt", "A text.");
        var second = await bench.SendAsync(project, import, "a.txt", "Not read any more.");
        Assert.Equal(("task", 1L), (first.Outcome, first.Tasks));
        Assert.Equal(first, second);
        Assert.Equal(1, (await bench.FinishAsync(project, import)).Files);
    }

    [Fact]
    public async Task A_refused_file_may_be_sent_again()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var import = await bench.StartAsync(project);
        Assert.Equal("refused", (await bench.SendAsync(project, import, "a.txt", new MemoryStream([0xC3, 0x28, 0xFF]))).Outcome);
        Assert.Equal("task", (await bench.SendAsync(project, import, "a.txt", "Now it is UTF-8.")).Outcome);
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((1, 1, 0), (summary.Files, summary.Tasks, summary.Refused));
    }

    [Theory]
    [InlineData("../a.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("c:\\a.txt")]
    public async Task An_unsafe_path_is_refused(string path)
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var outcome = await UploadFile.ReceiveAsync(
            bench.Compartment, project, await bench.StartAsync(project), path, Stream.Null, bench.Receiver, bench.Ontologies, Ct);
        Assert.Equal("import.bad_path", outcome.Problem?.Code);
    }

    [Theory]
    [InlineData("big.jsonl")]
    [InlineData("labels.zip")]
    public async Task A_cancelled_upload_leaves_nothing_half_written(string path)
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var import = await bench.StartAsync(project);
        var before = bench.FilesOnDisk().Count();
        using var cancel = new CancellationTokenSource();
        var head = path.EndsWith(".zip", StringComparison.Ordinal) ? "PK\x03\x04"u8.ToArray() : Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"text\":\"x\"}\n", 10_000)));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => UploadFile.ReceiveAsync(
            bench.Compartment, project, import, path, new Stalling(head, cancel), bench.Receiver, bench.Ontologies, cancel.Token));
        Assert.Equal(before, bench.FilesOnDisk().Count());
        Assert.Empty(await bench.TasksAsync(project));
        Assert.Equal(0, (await bench.FinishAsync(project, import)).Files);
    }

    [Fact]
    public async Task Wrong_images_are_refused_with_their_reason_and_the_others_are_in()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var import = await bench.StartAsync(project);
        var picture = await TestImages.MakeAsync("mjpeg", 64, 32, Ct);
        Assert.Equal("asset", (await bench.SendAsync(project, import, "a/good.png", new MemoryStream(picture))).Outcome);
        Assert.Equal("refused", (await bench.SendAsync(project, import, "cut.jpg", new MemoryStream(picture[..(picture.Length / 2)]))).Outcome);
        Assert.Equal("refused", (await bench.SendAsync(project, import, "huge.png", new MemoryStream(TestImages.PngHeader(30_000, 30_000)))).Outcome);
        Assert.Equal("refused", (await bench.SendAsync(project, import, "page.jpg", "<html>")).Outcome);
        // The same picture under another name is another task; another picture under the same name is not.
        Assert.Equal("asset", (await bench.SendAsync(project, import, "copy.jpg", new MemoryStream(picture))).Outcome);
        var next = await bench.StartAsync(project);
        Assert.Equal("duplicate", (await bench.SendAsync(project, next, "copy.jpg", new MemoryStream(picture))).Outcome);
        Assert.Equal("refused", (await bench.SendAsync(project, next, "a/good.png", new MemoryStream(await TestImages.MakeAsync("mjpeg", 32, 32, Ct)))).Outcome);

        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((2, 2, 3), (summary.Files, summary.Tasks, summary.Refused));
        Assert.Equal(["cut.jpg", "huge.png", "page.jpg"], (await bench.RefusalsAsync(project, import)).Select(r => r.Place));
        Assert.Equal("image/jpeg", (await bench.TasksAsync(project))[0].Data.GetAsset("image")!.MediaType);
    }

    [Fact]
    public async Task Wrong_labels_are_refused_and_the_others_are_in()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var import = await bench.StartAsync(project);
        await bench.SendAsync(project, import, "pictures/a.jpg", new MemoryStream(await TestImages.MakeAsync("mjpeg", 64, 32, Ct)));
        await bench.SendAsync(
            project, import, "labels.json",
            """
            {"images":[{"id":1,"file_name":"a.jpg","width":64,"height":32},{"id":2,"file_name":"gone.jpg"}],"categories":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}],
             "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,10,10]},{"id":2,"image_id":1,"category_id":1,"bbox":[60,20,50,50]},
              {"id":3,"image_id":1,"category_id":2,"bbox":[1,2,3,4]},{"id":4,"image_id":1,"category_id":2,"bbox":[2,2,3,4]},{"id":5,"image_id":2,"category_id":1,"bbox":[1,2,3,4]}]}
            """);
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((1, 1, 3), (summary.Tasks, summary.LabelsAdded, summary.Refused));
        var reasons = (await bench.RefusalsAsync(project, import)).Select(r => r.Reason).ToList();
        Assert.Contains("The box lies outside of the image.", reasons);
        Assert.Contains("The ontology has no class 'dog': 2 times.", reasons);
        Assert.Contains(reasons, r => r.Contains("'gone.jpg'", StringComparison.Ordinal));
        var prediction = Assert.Single(await bench.PredictionsAsync(project, (await bench.TasksAsync(project))[0].Id));
        Assert.Equal(new Box(1, 2, 10, 10), Assert.Single(prediction.Content.Regions!).Shape);
    }

    [Fact]
    public async Task An_archive_is_read_entry_by_entry_and_its_bad_entries_are_refused()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var import = await bench.StartAsync(project, new(ImportedLabels.Gold));
        var zip = new MemoryStream();
        await using (var archive = await ZipArchive.CreateAsync(zip, ZipArchiveMode.Create, leaveOpen: true, null, Ct))
        {
            await AddAsync(archive, "images/a.jpg", await TestImages.MakeAsync("mjpeg", 64, 32, Ct));
            await AddAsync(archive, "images/b.jpg", [0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3]);
            await AddAsync(archive, "labels/a.xml", """
                <annotation><filename>a.jpg</filename><size><width>64</width><height>32</height></size>
                <object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>10</xmax><ymax>10</ymax></bndbox></object></annotation>
                """u8.ToArray());
            await AddAsync(archive, "../evil.jpg", [1]);
            await AddAsync(archive, "inner.zip", "PK\x03\x04"u8.ToArray());
            await AddAsync(archive, "bomb.xml", [.. "<annotation>"u8, .. new byte[50_000_000]]);
        }

        zip.Position = 0;
        Assert.Equal("archive", (await bench.SendAsync(project, import, "all.zip", zip)).Outcome);
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((TransferState.Done, 1, 1, 4), (summary.State, summary.Tasks, summary.LabelsAdded, summary.Refused));
        Assert.Equal(new Box(0, 0, 10, 10), Assert.Single((await bench.TasksAsync(project))[0].Gold!.Regions!).Shape);
        Assert.DoesNotContain(bench.FilesOnDisk(), f => f.Contains(import.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_archive_is_told_and_the_import_ends()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var import = await bench.StartAsync(project);
        await bench.SendAsync(project, import, "x.zip", "PK\x03\x04 and nothing else");
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((TransferState.Done, 1), (summary.State, summary.Refused));
    }

    [Fact]
    public async Task A_closed_import_takes_nothing_more()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var import = await bench.StartAsync(project);
        await bench.FinishAsync(project, import);
        var outcome = await UploadFile.ReceiveAsync(bench.Compartment, project, import, "a.txt", Stream.Null, bench.Receiver, bench.Ontologies, Ct);
        Assert.Equal("import.closed", outcome.Problem?.Code);
        var elsewhere = await UploadFile.ReceiveAsync(
            bench.Compartment, await bench.ProjectAsync(TransferBench.Sentiment()), import, "a.txt", Stream.Null, bench.Receiver, bench.Ontologies, Ct);
        Assert.Equal("not_found", elsewhere.Problem?.Code);
    }

    private static async Task AddAsync(ZipArchive archive, string name, byte[] content)
    {
        await using var entry = await archive.CreateEntry(name).OpenAsync(Ct);
        await entry.WriteAsync(content, Ct);
    }

    /// <summary>Gives some bytes, and then hangs until the client goes away.</summary>
    private sealed class Stalling(byte[] head, CancellationTokenSource cancel) : MemoryStream(head)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            if (read > 0)
                return read;
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return 0;
        }
    }
}
