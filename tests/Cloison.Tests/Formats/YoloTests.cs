using Cloison.Domain.Annotations;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class YoloTests
{
    private static readonly ImportOptions Sized = new() { SizeOf = (_, _) => ValueTask.FromResult<ImageSize?>(new(200, 100)) };

    [Theory]
    [InlineData("obj.names", "cat\ndog\n")]
    [InlineData("classes.txt", "\ufeffcat\r\ndog\r\n")]
    [InlineData("data.yaml", "path: x\nnames: ['cat', \"dog\"] # two\nnc: 2\n")]
    [InlineData("data.yaml", "names:\n- cat\n- dog\nnc: 2\n")]
    [InlineData("data.yaml", "names:\n  0: cat\n  1: 'dog'\nnc: 2\n")]
    [InlineData("data.yaml", "names: {0: cat, 1: dog}\n")]
    [InlineData("data.yaml", "names: [cat,\n  dog]\n")]
    public async Task Class_names_come_in_every_usual_form(string file, string text)
    {
        var read = await ReadAsync("1 0.5 0.5 0.5 0.5", (file, text));

        Assert.Empty(read.Refusals);
        Assert.Equal("dog", Assert.Single(read.Only.Regions!).Class);
        Assert.Equal(["cat", "dog"], read.Ontology.Classes!.Select(c => c.Name));
    }

    [Fact]
    public async Task Lines_are_boxes_polygons_and_predictions()
    {
        var read = await ReadAsync("0 0.5 0.5 0.5 0.5\n1 0.1 0.1 0.2 0.1 0.2 0.2\n\n0 0.5 0.5 0.1 0.2 0.75\n1 0.1 0.1 0.2 0.1 0.2 0.2 0.5\n");
        var answers = Assert.Single(read.Items).Answers!;

        Assert.Equal([new Box(50, 25, 100, 50), new Polygon([20, 10, 40, 10, 40, 20])], answers[0].Content.Regions!.Select(r => r.Shape));
        Assert.Equal([(0.75, (Shape)new Box(90, 40, 20, 20)), (0.5, new Polygon([20, 10, 40, 10, 40, 20]))], answers[1].Content.Regions!.Select(r => (r.Score!.Value, r.Shape)));
        Assert.Equal([AnswerKind.Annotation, AnswerKind.Prediction], answers.Select(a => a.Kind));
    }

    [Fact]
    public async Task An_empty_file_says_that_there_is_nothing() => Assert.Empty((await ReadAsync("")).Only.Regions!);

    [Theory]
    [InlineData("0 0.5 0.5 0.5", "four numbers")]
    [InlineData("x 0.5 0.5 0.5 0.5", "index")]
    [InlineData("-1 0.5 0.5 0.5 0.5", "index")]
    [InlineData("9 0.5 0.5 0.5 0.5", "no class")]
    [InlineData("0 NaN 0.5 0.5 0.5", "finite")]
    [InlineData("0 1e999 0.5 0.5 0.5", "finite")]
    [InlineData("0 50 50 20 20", "fractions")]
    [InlineData("0 0.5 0.5 0 0.5", "no width")]
    [InlineData("0 0.5 0.5 -0.001 0.5", "no width")]
    [InlineData("0 0.5 0.5 0.5 0.5 7", "0 to 1")]
    [InlineData("0 0,5 0,5 0,5 0,5", "finite")]
    public async Task A_bad_line_is_refused_and_the_next_one_read(string bad, string reason)
    {
        var read = await ReadAsync($"{bad}\n0 0.5 0.5 0.5 0.5\n");

        Assert.Equal("labels/a.txt:1", Assert.Single(read.Refusals).Place);
        Assert.Contains(reason, read.Refusals[0].Reason, StringComparison.Ordinal);
        Assert.Single(read.Only.Regions!);
    }

    [Fact]
    public async Task Without_the_size_of_the_image_its_labels_are_refused()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Yolo, new MemorySource(("classes.txt", "cat"u8.ToArray()), ("labels/a.txt", "0 0.5 0.5 0.5 0.5"u8.ToArray())));

        Assert.Empty(read.Items);
        Assert.Contains("size of the image 'a.jpg'", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keypoints_are_refused_as_a_whole()
    {
        var read = await ReadAsync("0 0.5 0.5 0.5 0.5 0.1 0.1 2", ("data.yaml", "kpt_shape: [1, 3]\nnames: [cat]\n"));

        Assert.Empty(read.Items);
        Assert.Contains("pose", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_mixes_boxes_and_polygons_is_written_as_polygons_only()
    {
        var coco = await Datasets.ReadAsync(FormatCatalog.Coco, SingleFileSource.FromDisk(Repository.Sample("detection/coco.json")));
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Yolo, coco.Ontology, coco.Items);
        var read = await Datasets.ReadAsync(FormatCatalog.Yolo, await Datasets.SourceAsync(FormatCatalog.Yolo, bytes),
            new() { SizeOf = (_, _) => ValueTask.FromResult<ImageSize?>(new(320, 200)) });

        Assert.Equal(1, fidelity.Losses.Single(l => l.Kind == "shape.box").Count);
        Assert.Equal(2, fidelity.Losses.Single(l => l.Kind == "attribute").Count);
        Assert.Equal(["street/one.png", "street/two.png"], read.Items.Select(i => i.ExternalId));
        Assert.All(read.Items[0].Answers![0].Content.Regions!, r => Assert.Equal(ShapeKind.Polygon, r.Shape.Kind));
    }

    [Fact]
    public async Task Only_images_with_labels_of_their_own_are_listed_for_training()
    {
        var labelled = new LabelledAnswer(AnswerKind.Annotation, new([new("r", "cat", new Box(0, 0, 10, 10))]));
        DatasetItem[] items =
        [
            new(Image("a.jpg"), [labelled], ExternalId: "a.jpg"),
            new(Image("a.png"), [labelled], ExternalId: "a.png"),
            new(Image("unanswered.jpg"), [], ExternalId: "unanswered.jpg"),
        ];
        var ontology = new Cloison.Domain.Ontologies.Ontology(
            Cloison.Domain.Ontologies.Editor.Image, [new("image", Cloison.Domain.Ontologies.InputKind.Image)], [new("cat", "#112233", [ShapeKind.Box])]);
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Yolo, ontology, items);

        using var zip = new System.IO.Compression.ZipArchive(new MemoryStream(bytes));
        using var list = new StreamReader(zip.GetEntry("train.txt")!.Open());
        Assert.Equal("./images/a.jpg\n", await list.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["labels/a.txt"], zip.Entries.Select(e => e.FullName).Where(n => n.StartsWith("labels/", StringComparison.Ordinal)));
        Assert.Equal(2, fidelity.Losses.Where(l => l.Kind == "item").Sum(l => l.Count));
    }

    private static Cloison.Domain.Tasks.TaskData Image(string name) =>
        new(new() { ["image"] = new System.Text.Json.Nodes.JsonObject { ["file"] = name, ["width"] = 100, ["height"] = 50 } });

    private static Task<Reading> ReadAsync(string labels, (string Name, string Text)? classes = null) => Datasets.ReadAsync(
        FormatCatalog.Yolo,
        new MemorySource((classes?.Name ?? "obj.names", Datasets.Utf8(classes?.Text ?? "cat\ndog\n")), ("labels/a.txt", Datasets.Utf8(labels))), Sized);
}
