using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class CocoTests
{
    private static readonly SingleFileSource Sample = SingleFileSource.FromDisk(Repository.Sample("detection/coco.json"));

    [Fact]
    public async Task The_sample_gives_boxes_polygons_attributes_and_parents()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, Sample);
        var regions = read.Items[0].Answers![0].Content.Regions!;

        Assert.Empty(read.Refusals);
        Assert.Equal(["street/one.png", "street/two.png"], read.Items.Select(i => i.ExternalId));
        Assert.Equal(new Box(10.5, 20, 100, 60.25), regions[0].Shape);
        Assert.Equal(true, regions[0].Attributes!["occluded"]);
        Assert.Equal(new Polygon([200, 150, 220, 50, 240, 150]), regions[1].Shape);
        Assert.Equal(["r3/1", "r3/2"], regions.Skip(2).Select(r => r.Id));
        Assert.Equal("vehicle", read.Ontology.Classes![0].Parent);
        Assert.Equal(["car", "vehicle", "person"], read.Ontology.Classes!.Select(c => c.Name));
        Assert.Empty(read.Items[1].Answers![0].Content.Regions!);
    }

    [Fact]
    public async Task The_sample_comes_back_equal_and_several_polygons_stay_one_annotation()
    {
        var first = await Datasets.ReadAsync(FormatCatalog.Coco, Sample);
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Coco, first.Ontology, first.Items);
        var second = await Datasets.ReadAsync(FormatCatalog.Coco, new MemorySource(("a.json", bytes)));

        Assert.True(fidelity.IsLossless);
        Assert.Equal(Datasets.Canonical(first.Items), Datasets.Canonical(second.Items));
        Assert.Equal(Datasets.Canonical(first.Ontology), Datasets.Canonical(second.Ontology));
        Assert.Equal(3, Encoding.UTF8.GetString(bytes).Split("\"iscrowd\"").Length - 1);
    }

    [Fact]
    public async Task Small_windows_give_the_same_as_large_ones()
    {
        var large = await Datasets.ReadAsync(FormatCatalog.Coco, Sample);
        var small = await Datasets.ReadAsync(FormatCatalog.Coco, Sample, new() { Limits = new(WindowImages: 1, WindowAnnotations: 1) });

        Assert.Equal(Datasets.Canonical(large.Items), Datasets.Canonical(small.Items));
    }

    [Fact]
    public async Task Annotations_may_stand_before_the_images()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "a.json",
            """{"annotations":[{"image_id":1,"category_id":2,"bbox":[1,2,3,4]}],"categories":[{"id":2,"name":"cat"}],"images":[{"id":1,"file_name":"a.png"}]}""");

        Assert.Equal(new Box(1, 2, 3, 4), Assert.Single(read.Only.Regions!).Shape);
    }

    [Fact]
    public async Task A_results_array_alone_gives_predictions_named_by_their_ids()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "results.json",
            """[{"image_id":42,"category_id":18,"bbox":[1,2,3,4],"score":0.5},{"image_id":42,"category_id":1,"bbox":[1,2,3,4],"score":0.25}]""");
        var item = Assert.Single(read.Items);

        Assert.Equal("42", item.ExternalId);
        Assert.Equal(AnswerKind.Prediction, Assert.Single(item.Answers!).Kind);
        Assert.Equal([("18", 0.5), ("1", 0.25)], read.Only.Regions!.Select(r => (r.Class, r.Score!.Value)));
    }

    [Fact]
    public async Task A_results_array_beside_its_images_joins_them()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, new MemorySource(
            ("gt.json", Datasets.Utf8("""{"images":[{"id":1,"file_name":"a.png"}],"categories":[{"id":2,"name":"cat"}],"annotations":[{"image_id":1,"category_id":2,"bbox":[1,2,3,4]}]}""")),
            ("results.json", Datasets.Utf8("""[{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":0.5},{"image_id":9,"category_id":2,"bbox":[1,2,3,4],"score":0.5}]"""))));

        Assert.Equal([AnswerKind.Annotation, AnswerKind.Prediction], Assert.Single(read.Items).Answers!.Select(a => a.Kind));
        Assert.Equal(new Refusal("results.json: results[1]", "There is no image with the id 9."), Assert.Single(read.Refusals));
    }

    [Theory]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"segmentation":{"counts":[1,2],"size":[2,2]}}""", "run-length")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,0,4]}""", "no width")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,-3,4]}""", "no width")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,1e999,4]}""", "not finite")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,1e9,4]}""", "larger than any image")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":["1",2,3,4]}""", "bbox")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":{}}""", "bbox")]
    [InlineData("""{"image_id":1,"category_id":2,"segmentation":[[1,2,3,4]]}""", "three vertices")]
    [InlineData("""{"image_id":1,"category_id":2,"segmentation":[[1,2,3,4,5,6,7]]}""", "as many x as y")]
    [InlineData("""{"image_id":1,"category_id":3,"bbox":[1,2,3,4]}""", "category")]
    [InlineData("""{"image_id":7,"category_id":2,"bbox":[1,2,3,4]}""", "no image")]
    [InlineData("""{"category_id":2,"bbox":[1,2,3,4]}""", "image_id")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"score":1.5}""", "0 to 1")]
    [InlineData("""{"image_id":"\ud800","category_id":2,"bbox":[1,2,3,4]}""", "Unicode")]
    [InlineData("""{"image_id":1,"category_id":2,"bbox":[1,2,3,4],"attributes":{"\ud800":1}}""", "Unicode")]
    [InlineData("null", "image_id")]
    [InlineData("[]", "image_id")]
    public async Task A_bad_annotation_is_refused_and_the_next_one_read(string bad, string reason)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "a.json",
            $$"""{"images":[{"id":1,"file_name":"a.png"}],"categories":[{"id":2,"name":"cat"}],"annotations":[{{bad}},{"image_id":1,"category_id":2,"bbox":[5,5,5,5]}]}""");

        var refusal = Assert.Single(read.Refusals);
        Assert.Equal("a.json: annotations[0]", refusal.Place);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(new Box(5, 5, 5, 5), Assert.Single(read.Only.Regions!).Shape);
    }

    [Theory]
    [InlineData("""{"id":1,"file_name":"b.png"}""", "Another image")]
    [InlineData("""{"id":2,"file_name":"../../etc/passwd"}""", "leaves its folder")]
    [InlineData("""{"id":2}""", "file_name")]
    [InlineData("""{"file_name":"b.png"}""", "no id")]
    [InlineData("17", "no id")]
    public async Task A_bad_image_is_refused_and_the_others_read(string bad, string reason)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "a.json", $$"""{"images":[{"id":1,"file_name":"a.png"},{{bad}}],"categories":[],"annotations":[]}""");

        Assert.Equal("a.png", Assert.Single(read.Items).ExternalId);
        var refusal = Assert.Single(read.Refusals);
        Assert.Equal("a.json: images[1]", refusal.Place);
        Assert.Contains(reason, refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_gives_what_stands_before_the_cut()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "a.json",
            """{"images":[{"id":1,"file_name":"a.png"}],"categories":[{"id":2,"name":"cat"}],"annotations":[{"image_id":1,"category_id":2,"bbox":[5,5,5,5]},{"image_id":1,"cat""");

        Assert.Single(read.Only.Regions!);
        Assert.Equal("a.json:1", Assert.Single(read.Refusals).Place);
    }

    [Fact]
    public async Task An_element_above_the_limit_is_skipped()
    {
        var text = $$"""{"images":[{"id":1,"file_name":"a.png"},{"id":2,"file_name":"{{new string('x', 200_000)}}"},{"id":3,"file_name":"c.png"}],"annotations":[]}""";
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "a.json", text, new() { Limits = new(MaxRowBytes: 100_000) });

        Assert.Contains(read.Refusals, r => r.Reason.Contains("longer than", StringComparison.Ordinal));
        Assert.Contains("a.png", read.Items.Select(i => i.ExternalId));
    }

    [Fact]
    public async Task Many_images_are_read_in_windows()
    {
        var text = new StringBuilder("{\"images\":[");
        text.AppendJoin(',', Enumerable.Range(0, 20_000).Select(i => $$"""{"id":{{i}},"file_name":"{{i}}.png"}"""));
        text.Append("],\"categories\":[{\"id\":1,\"name\":\"cat\"}],\"annotations\":[");
        text.AppendJoin(',', Enumerable.Range(0, 40_000).Select(i => $$"""{"image_id":{{i * 7919L % 20_000}},"category_id":1,"bbox":[1,1,{{i + 1}},1]}"""));
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, "a.json", text.Append("]}").ToString(), new() { Limits = new(WindowImages: 3_000) });

        Assert.Empty(read.Refusals);
        Assert.Equal(20_000, read.Items.Count);
        Assert.All(read.Items, i => Assert.Equal(2, i.Answers![0].Content.Regions!.Count));
    }

    [Fact]
    public async Task A_source_that_changes_between_the_passes_is_noticed()
    {
        var passes = 0;
        var source = new DatasetSource(new OntologyBuilder().Build(), _ =>
            Enumerable.Repeat(new DatasetItem(MediaFile.Unstored("image", "a.png", 1, 1)), 2 - passes++).ToAsyncEnumerable());

        await Assert.ThrowsAsync<InvalidOperationException>(() => FormatCatalog.Coco.Writer!.WriteAsync(source, Stream.Null, ExportOptions.Default, CancellationToken.None));
    }
}
