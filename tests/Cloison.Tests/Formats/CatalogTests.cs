using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class CatalogTests
{
    public static TheoryData<string> Ids => [.. FormatCatalog.All.Select(f => f.Id)];

    [Fact]
    public void Ids_are_unique_and_found_whatever_their_capitals()
    {
        Assert.Equal(FormatCatalog.All.Count, FormatCatalog.All.Select(f => f.Id).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Same(FormatCatalog.Coco, FormatCatalog.Find("COCO"));
        Assert.Null(FormatCatalog.Find("unknown"));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_reader_takes_anything_without_an_exception(string id)
    {
        byte[][] contents =
        [
            [], [0], [0xFF, 0xFE], [0xFE, 0xFF, 0xD8, 0x00], [0xEF, 0xBB, 0xBF], "\0\0\0"u8.ToArray(), "{"u8.ToArray(), "[[["u8.ToArray(), "<a"u8.ToArray(), "\"\n\"\n\""u8.ToArray(),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("0 1 2 3 4\n", 1_000))), [.. Enumerable.Range(0, 70_000).Select(i => (byte)(i * 7919 >> 3))],
        ];
        foreach (var content in contents)
            foreach (var name in new[] { "a.json", "a.jsonl", "a.xml", "a.csv", "a.txt", "labels/a.txt", "data.yaml", "labelmap.txt", "train.txt", "a" })
                await Datasets.ReadAsync(FormatCatalog.Find(id)!, new MemorySource((name, content), ("b.xml", content), ("b.json", content)));
        await Datasets.ReadAsync(FormatCatalog.Find(id)!, new MemorySource());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Every_writer_takes_every_kind_of_answer_and_counts_what_it_drops(string id)
    {
        var content = new AnnotationContent(
            [
                new("a", "c", new Box(1, 1, 2, 2), new Dictionary<string, FieldValue> { ["l"] = new ListValue(["x"]), ["n"] = double.NaN }), new("b", "c", new Polygon([0, 0, 1, 1, 1, 0])), new("p", "c", new Point(1, 1), Score: 0.5),
                new("s", "c", new Span("text", 0, 1)), new("bad", "c", new Box(double.NaN, 0, 1, 1)), new("worse", "c", new Polygon([])), new("none", "unknown", new Box(1, 1, 1, 1)),
            ],
            [new("l", "r", "a", "b")], new Dictionary<string, FieldValue> { ["f"] = "x", ["other"] = double.PositiveInfinity });
        var ontology = new Ontology(Editor.Image, [new("image", InputKind.Image), new("text", InputKind.Text)], [new("c", "#ff0000", [ShapeKind.Box])], null, [new TextField { Name = "f" }]);
        var item = new DatasetItem(new(new() { ["image"] = MediaFile.Entry("a.png", 10, 10), ["text"] = "words" }), [new(AnswerKind.Annotation, content, "x")], "e", "b");

        var (_, fidelity) = await Datasets.WriteAsync(FormatCatalog.Find(id)!, ontology, [item, new(new(new()))]);

        Assert.NotEmpty(fidelity.Losses);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task An_export_can_be_cancelled(string id)
    {
        using var cancel = new CancellationTokenSource();
        var source = new DatasetSource(new(Editor.Form, [new("text", InputKind.Text)]), Endless);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FormatCatalog.Find(id)!.Writer!.WriteAsync(source, new MemoryStream(), ExportOptions.Default, cancel.Token));

        async IAsyncEnumerable<DatasetItem> Endless([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            for (var i = 0; ; i++)
            {
                if (i == 100)
                    await cancel.CancelAsync();
                ct.ThrowIfCancellationRequested();
                yield return new(new(new() { ["text"] = "x", ["image"] = MediaFile.Entry($"{i}.png", 1, 1) }), [new(AnswerKind.Gold, new())]);
            }
        }
    }

    [Fact]
    public async Task A_conversion_tells_what_was_refused_and_what_was_lost()
    {
        var source = new MemorySource("a.json",
            """{"images":[{"id":1,"file_name":"a.png","width":10,"height":10}],"categories":[{"id":2,"name":"cat"}],"annotations":[{"image_id":1,"category_id":2,"bbox":[1,1,2,2],"attributes":{"x":true}},{"image_id":3}]}""");
        using var output = new MemoryStream();
        var report = await DatasetConverter.ConvertAsync(FormatCatalog.Coco, source, FormatCatalog.Yolo, output);
        output.Position = 0;
        await using var zip = await ZipSource.OpenAsync(output);
        var read = await Datasets.ReadAsync(FormatCatalog.Yolo, zip, new() { SizeOf = (_, _) => ValueTask.FromResult<ImageSize?>(new(10, 10)) });

        Assert.Equal((1, 1), (report.Items, report.RefusalCount));
        Assert.Contains(report.Fidelity.Losses, l => l.Kind == "attribute");
        Assert.Equal(("a.png", "cat", new Box(1, 1, 2, 2)), read.Boxes().Select(b => (b.Image, b.Class, b.Box)).Single());
    }

    [Fact]
    public async Task The_size_of_an_image_is_read_from_its_header()
    {
        var turned = new byte[] { 0xFF, 0xD8, 0xFF, 0xE1, 0, 0x22, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0, (byte)'I', (byte)'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0,
            0xFF, 0xC0, 0, 17, 8, 0, 100, 0, 200, 3, 0, 0, 0, 0 };
        Assert.Equal(new ImageSize(100, 200), await ImageHeader.ReadAsync(new MemoryStream(turned), CancellationToken.None));
        turned[30] = 1;
        Assert.Equal(new ImageSize(200, 100), await ImageHeader.ReadAsync(new MemoryStream(turned), CancellationToken.None));
        for (var length = 0; length < turned.Length; length++)
            await ImageHeader.ReadAsync(new MemoryStream(turned[..length]), CancellationToken.None);
    }
}
