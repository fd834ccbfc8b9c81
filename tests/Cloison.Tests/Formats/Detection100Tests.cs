using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

/// <summary>100 photographs with 273 boxes of 20 classes, as four tools wrote them.</summary>
public sealed class Detection100Tests
{
    private const string Labels = "data/detection100/labels";

    public static TheoryData<string> Formats => ["coco", "voc", "yolo", "cvat"];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_format_gives_100_images_273_boxes_and_20_classes(string format)
    {
        var read = await ReadAsync(format);

        Assert.Empty(read.Refusals);
        Assert.Equal(100, read.Items.Count);
        Assert.Equal(273, read.Boxes().Count());
        Assert.Equal(20, read.Ontology.Classes!.Count);
        Assert.Empty(OntologyRules.Check(read.Ontology));
        foreach (var item in read.Items)
            Assert.Empty(AnnotationRules.Check(read.Ontology, item.Data, item.Answers![0].Content));
    }

    // VOC counts pixels from 1 and includes both edges; this set's other files carry its numbers over unshifted.
    [Theory]
    [InlineData("voc", 1.0)]
    [InlineData("yolo", 0.001)]
    [InlineData("cvat", 0.0)]
    public async Task Every_format_agrees_with_coco_within_its_precision(string format, double edgePx)
    {
        var coco = (await ReadAsync("coco")).Boxes().ToArray();
        var other = (await ReadAsync(format)).Boxes().ToList();

        foreach (var (image, name, box, _) in coco)
        {
            var match = other.FindIndex(o => o.Image == image && o.Class == name && Near(o.Box.X, box.X) && Near(o.Box.Y, box.Y) && Near(o.Box.Right, box.Right) && Near(o.Box.Bottom, box.Bottom));
            Assert.True(match >= 0, $"{image}: {name} {box}");
            other.RemoveAt(match);
        }

        Assert.Empty(other);
        bool Near(double a, double b) => Math.Abs(a - b) <= edgePx;
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Import_export_import_gives_equal_data(string format)
    {
        var first = await ReadAsync(format);
        var second = await Datasets.RoundTripAsync(FormatCatalog.Find(format)!, first, await OptionsAsync());

        Assert.Empty(second.Refusals);
        Assert.Equal(Datasets.Canonical(first.Items), Datasets.Canonical(second.Items));
        Assert.Equal(first.Ontology.Classes!.Select(c => c.Name), second.Ontology.Classes!.Select(c => c.Name));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_detour_over_the_native_format_loses_nothing(string format)
    {
        var first = await ReadAsync(format);
        var (bytes, fidelity) = await Datasets.WriteAsync(FormatCatalog.Native, first.Ontology, first.Items);
        var second = await Datasets.ReadAsync(FormatCatalog.Native, await Datasets.SourceAsync(FormatCatalog.Native, bytes));

        Assert.True(fidelity.IsLossless);
        Assert.Equal(Datasets.Canonical(first.Items), Datasets.Canonical(second.Items));
        Assert.Equal(Datasets.Canonical(first.Ontology), Datasets.Canonical(second.Ontology));
    }

    [Fact]
    public async Task Detections_are_read_as_predictions_with_their_scores()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Coco, SingleFileSource.FromDisk(Repository.Shared($"{Labels}/detections-coco.json")));

        Assert.Empty(read.Refusals);
        Assert.Equal(98, read.Items.Count);
        Assert.Equal(452, read.Boxes().Count(b => b.Score is > 0 and < 1));
        Assert.All(read.Items, i => Assert.All(i.Answers!, a => Assert.Equal(AnswerKind.Prediction, a.Kind)));
    }

    [Fact]
    public async Task A_yolo_set_beside_its_images_needs_no_sizes_from_elsewhere()
    {
        var files = Directory.GetFiles(Repository.Shared($"{Labels}/yolo"), "*", SearchOption.AllDirectories)
            .Concat(Directory.GetFiles(Repository.Shared("data/detection100/images")).Take(10))
            .Select(f => (Path.GetExtension(f) == ".jpg" ? "obj_train_data/" + Path.GetFileName(f) : Path.GetRelativePath(Repository.Shared($"{Labels}/yolo"), f), File.ReadAllBytes(f)));
        var read = await Datasets.ReadAsync(FormatCatalog.Yolo, new MemorySource(files));
        var sizes = await SizesAsync();

        Assert.Equal(10, read.Items.Count);
        Assert.Equal(90, read.Refusals.Count);
        Assert.All(read.Items, i => Assert.Equal(sizes[i.ExternalId!], new ImageSize(MediaFile.First(i.Data)!.Width!.Value, MediaFile.First(i.Data)!.Height!.Value)));
    }

    private static async Task<Reading> ReadAsync(string format) => format switch
    {
        "coco" => await Datasets.ReadAsync(FormatCatalog.Coco, SingleFileSource.FromDisk(Repository.Shared($"{Labels}/coco.json"))),
        "voc" => await Datasets.ReadAsync(FormatCatalog.Voc, new FolderSource(Repository.Shared($"{Labels}/pascal-voc"))),
        "yolo" => await Datasets.ReadAsync(FormatCatalog.Yolo, new FolderSource(Repository.Shared($"{Labels}/yolo")), await OptionsAsync()),
        _ => await Datasets.ReadAsync(FormatCatalog.Cvat, new FolderSource(Repository.Shared($"{Labels}/cvat"))),
    };

    private static async Task<ImportOptions> OptionsAsync()
    {
        var sizes = await SizesAsync();
        return new() { SizeOf = (name, _) => ValueTask.FromResult(sizes.GetValueOrDefault(name)) };
    }

    private static async Task<Dictionary<string, ImageSize>> SizesAsync()
    {
        var coco = await Datasets.ReadAsync(FormatCatalog.Coco, SingleFileSource.FromDisk(Repository.Shared($"{Labels}/coco.json")));
        return coco.Items.Select(i => MediaFile.First(i.Data)!).ToDictionary(m => m.Name, m => new ImageSize(m.Width!.Value, m.Height!.Value));
    }
}
