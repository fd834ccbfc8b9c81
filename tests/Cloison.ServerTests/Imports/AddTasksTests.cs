using System.Text;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ontologies;
using Cloison.Server.Features.Imports;
using Cloison.ServerTests.Assets;

namespace Cloison.ServerTests.Imports;

public sealed class AddTasksTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private static CancellationToken Ct => TransferBench.Ct;

    [Theory]
    [InlineData("{0}\n{1}\n\n{2}\nnonsense\n{3}")]
    [InlineData("[{0}, {1},\n{2}, 7, {3}]")]
    public async Task Rows_of_a_program_become_tasks_with_all_that_they_say(string layout)
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        string[] rows =
        [
            """{"externalId":"a","batch":"b1","priority":70,"data":{"text":"one","note":{"deep":[1,null]}},"predictions":[{"model":"m","content":{"values":{"sentiment":"good"}}}]}""",
            """{"data":{"text":"two"},"gold":{"values":{"sentiment":"bad"}}}""",
            """{"data":{"other":"x"}}""",
            """{"data":{"text":"three"},"surprise":1}""",
        ];
        var body = rows.Select((row, i) => (row, i)).Aggregate(layout, (text, r) => text.Replace($"{{{r.i}}}", r.row));
        var summary = (await SendAsync(project, Encoding.UTF8.GetBytes(body))).Value;
        Assert.Equal((TransferState.Done, 2, 2, 3), (summary.State, summary.Tasks, summary.LabelsAdded, summary.Refused));
        var tasks = await bench.TasksAsync(project);
        Assert.Equal(("a", 70, "one"), (tasks[0].Name, tasks[0].Priority, tasks[0].Data.GetText("text")));
        Assert.NotNull(tasks[0].Batch);
        Assert.Equal("m", Assert.Single(await bench.PredictionsAsync(project, tasks[0].Id)).Model);
        Assert.NotNull(tasks[1].Gold);

        var again = (await SendAsync(project, Encoding.UTF8.GetBytes(body))).Value;
        Assert.Equal((0, 2, 0), (again.Tasks, again.Duplicates, again.LabelsAdded));
    }

    [Fact]
    public async Task Files_of_a_form_are_what_its_rows_name()
    {
        var ontology = new Ontology(
            Editor.Image, [new("photo", InputKind.Image), new("caption", InputKind.Text)], [new("cat", "#336699", [Domain.Annotations.ShapeKind.Box])]);
        var project = await bench.ProjectAsync(ontology);
        var picture = await TestImages.MakeAsync("png", 64, 32, Ct);
        byte[] body =
        [
            .. "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a/b.png\"\r\n\r\n"u8, .. picture,
            .. "\r\n--XX\r\nContent-Disposition: form-data; name=\"rows\"\r\n\r\n"u8,
            .. "{\"externalId\":\"r1\",\"data\":{\"photo\":{\"file\":\"a/b.png\"},\"caption\":\"x\"}}\n{\"data\":{\"photo\":\"missing.png\",\"caption\":\"y\"}}\n"u8,
            .. "\r\n--XX--\r\n"u8,
        ];
        var summary = (await SendAsync(project, body, "XX")).Value;
        Assert.Equal((1, 1), (summary.Tasks, summary.Refused));
        var asset = Assert.Single(await bench.TasksAsync(project)).Data.GetAsset("photo")!;
        Assert.Equal(("a/b.png", 64, 32), (asset.Name, asset.Width, asset.Height));
    }

    [Fact]
    public async Task A_client_cannot_state_the_facts_of_an_asset_nor_name_one_of_another_project()
    {
        var project = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var other = await bench.ProjectAsync(TransferBench.Boxes("cat"));
        var picture = await TestImages.MakeAsync("png", 64, 32, Ct);
        var own = (await bench.Assets.IngestAsync(bench.Compartment, project, new MemoryStream(picture), Ct)).Value.Id;
        var foreign = (await bench.Assets.IngestAsync(bench.Compartment, other, new MemoryStream(picture), Ct)).Value.Id;
        string Row(string asset, string name) => $$$$"""{"data":{"image":{"asset":"{{{{asset}}}}","name":"{{{{name}}}}","mediaType":"text/html","width":1,"height":1}}}""";
        var summary = (await SendAsync(project, Encoding.UTF8.GetBytes(Row(own.Text, "mine.png") + "\n" + Row(foreign.Text, "theirs.png")))).Value;
        Assert.Equal((1, 1), (summary.Tasks, summary.Refused));
        var asset = Assert.Single(await bench.TasksAsync(project)).Data.GetAsset("image")!;
        Assert.Equal(("image/png", 64, 32), (asset.MediaType, asset.Width, asset.Height));
    }

    [Fact]
    public async Task Data_that_could_not_be_read_back_are_refused()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var deep = string.Concat(Enumerable.Repeat("[", 28)) + string.Concat(Enumerable.Repeat("]", 28));
        var body = $$$$"""
            {"data":{"text":"a","x":{{{{deep}}}}}}
            {"data":{"text":"half \ud800 pair"}}
            {"data":{"text":"a","text":"b"}}
            {"data":{"text":"a","x":{"asset":7}}}
            {"data":{"text":"good"}}
            """;
        var summary = (await SendAsync(project, Encoding.UTF8.GetBytes(body))).Value;
        Assert.Equal((1, 4), (summary.Tasks, summary.Refused));
        Assert.Equal("good", Assert.Single(await bench.TasksAsync(project)).Data.GetText("text"));
    }

    [Fact]
    public async Task A_row_without_end_is_refused_in_bounded_memory()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var line = (await SendAsync(project, [.. "{\"data\":{\"text\":\""u8, .. Enumerable.Repeat((byte)'x', 20 << 20), .. "\"}}\n{\"data\":{\"text\":\"good\"}}\n"u8])).Value;
        Assert.Equal((1, 1), (line.Tasks, line.Refused));
        var array = (await SendAsync(project, [.. "[{\"data\":{\"text\":\""u8, .. Enumerable.Repeat((byte)'x', 20 << 20), .. "\"}}]"u8])).Value;
        Assert.Equal((0, 1), (array.Tasks, array.Refused));
    }

    [Fact]
    public async Task A_request_that_breaks_off_keeps_what_is_in()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var row = await CreateImport.StoreAsync(bench.Compartment, project, new(), TransferState.Receiving, bench.Person, bench.Ontologies, bench.Clock, Ct);
        var outcome = await RunAsync(project, row.Value.Id, new Breaking(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2_000).Select(i => $$$"""{"data":{"text":"row {{{i}}}"}}""" + "\n")))), null);
        Assert.Equal("import.cut_off", outcome.Problem?.Code);
        var summary = (await ReadImport.FindAsync(bench.Compartment, project, row.Value.Id, Ct))!;
        Assert.Equal(TransferState.Cancelled, summary.State);
        Assert.Equal(summary.Tasks, (await bench.CountsAsync(project)).Open);
    }

    private async Task<Outcome<ImportSummary>> SendAsync(ProjectId project, byte[] body, string? boundary = null)
    {
        var row = await CreateImport.StoreAsync(bench.Compartment, project, new(), TransferState.Receiving, bench.Person, bench.Ontologies, bench.Clock, Ct);
        return await RunAsync(project, row.Value.Id, new MemoryStream(body), boundary);
    }

    private async Task<Outcome<ImportSummary>> RunAsync(ProjectId project, ImportId id, Stream body, string? boundary)
    {
        var import = await ActiveImport.FindAsync(bench.Compartment, project, id, TransferState.Receiving, bench.Ontologies, Ct);
        return await AddTasks.RunAsync(import.Value, body, boundary, bench.Assets, bench.Clock, Ct);
    }

    private sealed class Breaking(byte[] head) : MemoryStream(head)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The client is gone.");
    }
}
