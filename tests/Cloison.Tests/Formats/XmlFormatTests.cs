using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats;
using Cloison.Formats.Dataset;
using Cloison.Formats.Files;
using Cloison.Tests.TestData;

namespace Cloison.Tests.Formats;

public sealed class XmlFormatTests
{
    private const string Cvat = """
        <annotations><version>1.1</version><meta><task><labels>
          <label><name>car</name><color>#c06060</color><type>any</type><attributes>
            <attribute><name>make</name><input_type>select</input_type><values>vw&#10;fiat</values></attribute>
            <attribute><name>parked</name><input_type>checkbox</input_type><values></values></attribute>
            <attribute><name>age</name><input_type>number</input_type><values>0&#10;30&#10;1</values></attribute></attributes></label>
          <label><name>weather</name><type>tag</type><attributes><attribute><name>value</name><input_type>radio</input_type><values>dry&#10;wet</values></attribute></attributes></label>
          <label><name>night</name><type>tag</type><attributes><attribute><name>moon</name><input_type>checkbox</input_type><values></values></attribute></attributes></label>
        </labels></task></meta>
        <image id="0" name="a.png" width="100" height="50">
          <box label="car" occluded="1" source="manual" xtl="1.50" ytl="2" xbr="11.50" ybr="12" z_order="3"><attribute name="make">fiat</attribute><attribute name="parked">true</attribute><attribute name="age">7</attribute></box>
          <polygon label="car" occluded="0" points="1.00,2.00;3.00,4.00;5.00,2.50" z_order="0"></polygon>
          <points label="car" points="7,8" z_order="0"/>
          <tag label="weather"><attribute name="value">wet</attribute></tag>
          <tag label="night"><attribute name="moon">false</attribute></tag>
        </image></annotations>
        """;

    [Fact]
    public async Task Cvat_gives_shapes_attributes_and_tags()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Cvat, "a.xml", Cvat);
        var content = read.Only;

        Assert.Empty(read.Refusals);
        Assert.Equal([new Box(1.5, 2, 10, 10), new Polygon([1, 2, 3, 4, 5, 2.5]), new Point(7, 8)], content.Regions!.Select(r => r.Shape));
        Assert.Equal(
            new Dictionary<string, FieldValue> { ["occluded"] = true, ["z_order"] = 3.0, ["make"] = "fiat", ["parked"] = true, ["age"] = 7.0 }, content.Regions![0].Attributes);
        Assert.Equal(
            new Dictionary<string, FieldValue> { ["weather"] = "wet", ["tags"] = new ListValue(["night"]), ["night.moon"] = false }.OrderBy(p => p.Key), content.Values!.OrderBy(p => p.Key));
        Assert.Empty(OntologyRules.Check(read.Ontology));
        Assert.Empty(AnnotationRules.Check(read.Ontology, read.Items[0].Data, content));
    }

    [Fact]
    public async Task Cvat_comes_back_equal()
    {
        var first = await Datasets.ReadAsync(FormatCatalog.Cvat, "a.xml", Cvat);
        var second = await Datasets.RoundTripAsync(FormatCatalog.Cvat, first);

        Assert.Empty(second.Refusals);
        Assert.Equal(Datasets.Canonical(first.Items), Datasets.Canonical(second.Items));
        Assert.Equal(first.Ontology.Fields!.Select(f => f.Name).Order(), second.Ontology.Fields!.Select(f => f.Name).Order());
        Assert.Equal(Datasets.Canonical(first.Ontology with { Fields = null }), Datasets.Canonical(second.Ontology with { Fields = null }));
    }

    [Fact]
    public async Task A_rotated_box_becomes_the_polygon_of_its_corners()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Cvat, "a.xml",
            """<annotations><image name="a.png"><box label="car" xtl="0" ytl="0" xbr="4" ybr="2" rotation="90"/></image></annotations>""");
        var points = ((Polygon)Assert.Single(read.Only.Regions!).Shape).Points;

        Assert.Equal([3, -1, 3, 3, 1, 3, 1, -1], points.Select(p => Math.Round(p, 9)));
    }

    [Theory]
    [InlineData("""<ellipse label="car" cx="1" cy="1" rx="1" ry="1"/>""", "ellipse")]
    [InlineData("""<mask label="car" rle="1,2"/>""", "mask")]
    [InlineData("""<points label="car" points="1,1;2,2"/>""", "Several points")]
    [InlineData("""<box label="car" xtl="NaN" ytl="0" xbr="1" ybr="1"/>""", "finite")]
    [InlineData("""<box label="car" xtl="5" ytl="0" xbr="1" ybr="1"/>""", "no width")]
    [InlineData("""<box xtl="0" ytl="0" xbr="1" ybr="1"/>""", "no name")]
    [InlineData("""<polygon label="car" points="1,1;2;3,3"/>""", "x,y")]
    [InlineData("""<blob label="car"/>""", "not known")]
    public async Task A_bad_shape_is_refused_and_the_next_one_read(string bad, string reason)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Cvat, "a.xml",
            $"""<annotations><image name="a.png">{bad}<box label="car" xtl="0" ytl="0" xbr="1" ybr="1"/></image></annotations>""");

        Assert.Contains(reason, Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
        Assert.StartsWith("a.xml:1: ", read.Refusals[0].Place, StringComparison.Ordinal);
        Assert.Single(read.Only.Regions!);
    }

    [Fact]
    public async Task Voc_counts_pixels_from_1_and_includes_both_edges()
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Voc, "a.xml", Voc("<xmin>1</xmin><ymin>1</ymin><xmax>500</xmax><ymax>375</ymax>"));
        var region = Assert.Single(read.Only.Regions!);

        Assert.Equal(new Box(0, 0, 500, 375), region.Shape);
        Assert.Equal(new Dictionary<string, FieldValue> { ["truncated"] = true, ["difficult"] = false, ["pose"] = "Left" }, region.Attributes);
    }

    [Fact]
    public async Task Voc_comes_back_equal_with_decimals_and_foreign_attributes()
    {
        var first = await Datasets.ReadAsync(FormatCatalog.Voc, "a.xml", Voc("<xmin>9.1</xmin><ymin>107.7</ymin><xmax>499.3</xmax><ymax>263.05</ymax>",
            "<attributes><attribute><name>age</name><value>7</value></attribute><attribute><name>note</name><value>a &lt; b</value></attribute></attributes>"));
        var second = await Datasets.RoundTripAsync(FormatCatalog.Voc, first);

        Assert.Empty(second.Refusals);
        Assert.Equal(Datasets.Canonical(first.Items), Datasets.Canonical(second.Items));
    }

    [Fact]
    public async Task Voc_writes_polygons_as_boxes_and_says_so()
    {
        var coco = await Datasets.ReadAsync(FormatCatalog.Coco, SingleFileSource.FromDisk(Repository.Sample("detection/coco.json")));
        var (_, fidelity) = await Datasets.WriteAsync(FormatCatalog.Voc, coco.Ontology, coco.Items);

        Assert.Equal(3, Assert.Single(fidelity.Losses, l => l.Kind == "shape.polygon").Count);
        Assert.Equal("street/one.png", fidelity.Losses.Single(l => l.Kind == "shape.polygon").Example);
        Assert.Equal(1, Assert.Single(fidelity.Losses, l => l.Kind == "ontology.parent").Count);
    }

    [Theory]
    [InlineData("<xmin>1</xmin>")]
    [InlineData("<xmin>9</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax>")]
    [InlineData("<xmin>Infinity</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax>")]
    [InlineData("<xmin>1</xmin><ymin>1</ymin><xmax>99999999999</xmax><ymax>3</ymax>")]
    public async Task A_bad_voc_object_is_refused_and_the_image_read(string corners)
    {
        var read = await Datasets.ReadAsync(FormatCatalog.Voc, "a.xml", Voc(corners));

        Assert.Equal("a.xml: object[0]", Assert.Single(read.Refusals).Place);
        Assert.Empty(read.Only.Regions!);
    }

    public static TheoryData<string, string> HostileDocuments => new()
    {
        { "a DTD", """<!DOCTYPE a [<!ENTITY x "y">]><annotation><filename>&x;</filename></annotation>""" },
        { "an external entity", """<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation><filename>&x;</filename></annotation>""" },
        { "depth", $"<annotation>{string.Concat(Enumerable.Repeat("<v>", 100_000))}" },
        { "a cut", "<annotation><filename>a.png</fil" },
        { "nothing", "" },
        { "no XML", "hello" },
        { "another root", "<svg/>" },
        { "two roots", "<annotation/><annotation/>" },
        { "a wide element", $"<annotation {string.Concat(Enumerable.Range(0, 200).Select(i => $"a{i}='' "))}/>" },
    };

    [Theory]
    [MemberData(nameof(HostileDocuments))]
    public async Task Hostile_xml_is_one_refusal_and_the_other_file_is_read(string what, string document)
    {
        Assert.NotEmpty(what);
        var good = Datasets.Utf8(Voc("<xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>3</ymax>"));
        var voc = await Datasets.ReadAsync(FormatCatalog.Voc, new MemorySource(("a.xml", Datasets.Utf8(document)), ("b.xml", good)));
        Assert.Single(voc.Refusals);
        Assert.StartsWith("a.xml", voc.Refusals[0].Place, StringComparison.Ordinal);
        Assert.Single(voc.Items);

        var cvat = await Datasets.ReadAsync(FormatCatalog.Cvat, new MemorySource(
            ("a.xml", Datasets.Utf8(document.Replace("annotation", "annotations"))), ("b.xml", Datasets.Utf8("<annotations><image name='a.png'/></annotations>"))));
        Assert.Equal(what == "a wide element" ? 0 : 1, cvat.Refusals.Count);
        Assert.Single(cvat.Items);
    }

    [Fact]
    public async Task One_endless_attribute_is_refused_before_it_fills_the_memory()
    {
        var read = await Datasets.ReadAsync(
            FormatCatalog.Cvat, "a.xml", $"<annotations><image name='{new string('x', 3_000_000)}'/></annotations>", new() { Limits = new(MaxRowBytes: 1_000_000) });

        Assert.Contains("longer than", Assert.Single(read.Refusals).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Utf16_xml_is_read()
    {
        var bytes = Encoding.Unicode.GetPreamble().Concat(Encoding.Unicode.GetBytes("""<?xml version="1.0" encoding="utf-16"?><annotations><image name="ä.png"/></annotations>""")).ToArray();
        var read = await Datasets.ReadAsync(FormatCatalog.Cvat, new MemorySource(("a.xml", bytes)));

        Assert.Equal("ä.png", Assert.Single(read.Items).ExternalId);
    }

    [Fact]
    public async Task Characters_that_xml_cannot_hold_do_not_break_an_export()
    {
        var items = new[] { new DatasetItem(MediaFile.Unstored("image", "a\u0001.png", 10, 10), [new(AnswerKind.Gold, new([new("r", "c\u0002\ud800", new Box(1, 1, 2, 2))]))]) };
        var ontology = new Ontology(Editor.Image, [new("image", InputKind.Image)], [new("c\u0002\ud800", "#ff0000", [ShapeKind.Box])]);

        foreach (var format in new[] { FormatCatalog.Cvat, FormatCatalog.Voc })
        {
            var (bytes, _) = await Datasets.WriteAsync(format, ontology, items);
            Assert.Single((await Datasets.ReadAsync(format, await Datasets.SourceAsync(format, bytes))).Items);
        }
    }

    private static string Voc(string corners, string more = "") => $"""
        <annotation><filename>a.png</filename><size><width>500</width><height>375</height><depth>3</depth></size>
        <object><name>cat</name><pose>Left</pose><truncated>1</truncated><difficult>0</difficult><bndbox>{corners}</bndbox>{more}</object></annotation>
        """;
}
