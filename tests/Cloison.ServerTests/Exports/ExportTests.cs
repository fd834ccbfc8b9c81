using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Cloison.Contracts;
using Cloison.Server.Features.Exports;
using Cloison.ServerTests.Assets;
using Cloison.ServerTests.Imports;

namespace Cloison.ServerTests.Exports;

public sealed class ExportTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private static CancellationToken Ct => TransferBench.Ct;

    [Fact]
    public async Task What_comes_out_natively_goes_in_again_without_a_loss()
    {
        var first = await bench.ProjectAsync(TransferBench.Entities());
        var import = await bench.StartAsync(first, new(Model: "tagger", BatchName: "news"));
        await bench.SendAsync(first, import, "a.conll", "-DOCSTART- O\n\nAnna B-PER\nlives O\nin O\nRome B-LOC\n\n-DOCSTART- O\n\nNobody O\n");
        await bench.SendAsync(first, import, "b.jsonl", "{\"id\":\"r1\",\"text\":\"Plain \\u0001 text 😀\"}\n{\"id\":\"r2\",\"text\":\"More\",\"note\":{\"a\":[1,2.5,true]}}\n");
        await bench.SendAsync(
            first, import, "c.jsonl",
            """{"externalId":"g","priority":90,"batch":"gold","data":{"text":"Bob","extra":{"a":[1,2.5,null]}},"gold":{"regions":[{"id":"x","class":"PER","shape":{"kind":"span","input":"text","start":0,"end":3}}]}}""");
        await bench.FinishAsync(first, import);
        var (summary, content) = await bench.ExportAsync(first, new("native", ExportedAnswers.Everything));
        Assert.Equal((TransferState.Done, 5), (summary.State, summary.Tasks));
        Assert.Empty(summary.Losses);

        var second = await bench.ProjectAsync(TransferBench.Entities());
        var back = await bench.StartAsync(second);
        Assert.Equal(("rows", 5L), await bench.SendAsync(second, back, "out.jsonl", new MemoryStream(content)) is var r ? (r.Outcome, r.Tasks) : default);
        Assert.Equal(0, (await bench.FinishAsync(second, back)).Refused);
        var (_, again) = await bench.ExportAsync(second, new("native", ExportedAnswers.Everything));
        Assert.Equal(Items(content), Items(again));
        // And into where it came from: nothing new.
        var same = await bench.StartAsync(first);
        await bench.SendAsync(first, same, "out.jsonl", new MemoryStream(content));
        var third = await bench.FinishAsync(first, same);
        Assert.Equal((0, 5, 0), (third.Tasks, third.Duplicates, third.LabelsAdded));
    }

    [Fact]
    public async Task Results_are_exported_for_finished_tasks_only()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        await bench.SendAsync(project, await bench.StartAsync(project), "a.csv", "id,text\n1,one\n2,two\n");
        var (summary, content) = await bench.ExportAsync(project, new("csv"));
        Assert.Equal(0, summary.Tasks);
        Assert.Equal("external_id,batch,text,sentiment", Encoding.UTF8.GetString(content).TrimStart('\uFEFF').Split('\n')[0].Trim());
    }

    [Fact]
    public async Task Images_are_put_beside_the_labels_when_asked_for()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var import = await bench.StartAsync(project);
        var picture = await TestImages.MakeAsync("mjpeg", 64, 32, Ct);
        await bench.SendAsync(project, import, "x/a.jpg", new MemoryStream(picture));
        await bench.Compartment.Database.WriteAsync(db => db.Execute("UPDATE tasks SET accepted = 1 WHERE project = @p", ("@p", project.Text)), Ct);
        foreach (var (format, labels, media) in new[] { ("voc", "Annotations/x/a.xml", "JPEGImages/x/a.jpg"), ("cvat", "annotations.xml", "images/x/a.jpg") })
        {
            var (summary, content) = await bench.ExportAsync(project, new(format, ExportedAnswers.Accepted, IncludeMedia: true));
            Assert.EndsWith(".zip", summary.FileName);
            await using var zip = new ZipArchive(new MemoryStream(content));
            Assert.NotNull(zip.GetEntry(labels));
            await using var stored = await zip.GetEntry(media)!.OpenAsync(Ct);
            var bytes = new MemoryStream();
            await stored.CopyToAsync(bytes, Ct);
            Assert.Equal(picture, bytes.ToArray());
        }
    }

    [Theory]
    [InlineData("nonsense", ExportedAnswers.Results, false, "format")]
    [InlineData("coco", ExportedAnswers.Everything, false, "answers")]
    [InlineData("coco", ExportedAnswers.Results, true, "includeMedia")]
    public async Task What_a_format_cannot_do_is_told_at_once(string format, ExportedAnswers answers, bool media, string place)
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var outcome = await CreateExport.StoreAsync(bench.Compartment, project, new(format, answers, media), bench.Person, bench.Clock, Ct);
        Assert.Equal(place, Assert.Single(outcome.Problem!.Errors!).Path);
    }

    [Fact]
    public async Task An_export_that_was_interrupted_is_made_again_and_leaves_one_file()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        await bench.SendAsync(project, await bench.StartAsync(project), "a.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i},text {i}\n")));
        var row = (await CreateExport.StoreAsync(bench.Compartment, project, new("native", ExportedAnswers.Everything), bench.Person, bench.Clock, Ct)).Value;
        // It had written its file, and stopped before it could say so.
        await bench.Exports.RunAsync(bench.Compartment, project, row.Id, Ct);
        await bench.Compartment.Database.WriteAsync(db => db.Execute("UPDATE exports SET state = 1, artifact = NULL WHERE id = @id", ("@id", row.Id.Text)), Ct);
        await bench.Exports.RunAsync(bench.Compartment, project, row.Id, Ct);
        var (summary, content) = await bench.ReadExportAsync(project, row.Id);
        Assert.Equal((TransferState.Done, 3_000, content.Length), (summary.State, summary.Tasks, summary.Bytes));
        Assert.Equal(3_001, content.Count(b => b == '\n'));
        Assert.Single(bench.Compartment.Blobs.ListArtifacts(project));
    }

    [Fact]
    public async Task A_cancelled_export_leaves_nothing()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        await bench.SendAsync(project, await bench.StartAsync(project), "a.csv", "id,text\n" + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i},text {i}\n")));
        var row = (await CreateExport.StoreAsync(bench.Compartment, project, new("native", ExportedAnswers.Everything), bench.Person, bench.Clock, Ct)).Value;
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Exports.RunAsync(bench.Compartment, project, row.Id, cancelled.Token));
        Assert.Empty(bench.Compartment.Blobs.ListArtifacts(project));
    }

    [Fact]
    public void An_id_is_the_same_after_it_was_held_as_a_uuid()
    {
        var id = TaskId.New(DateTimeOffset.UnixEpoch.AddYears(60));
        Assert.Equal(id, TaskId.From(id.ToGuid()));
    }

    /// <summary>Every item without the ids and times of its place.</summary>
    private static List<string> Items(byte[] native) => [.. Encoding.UTF8.GetString(native).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line =>
    {
        var item = JsonNode.Parse(line)!.AsObject();
        item.Remove("id");
        return item.ToJsonString();
    })];
}
