using Cloison.Formats.Coco;
using Cloison.Formats.Conll;
using Cloison.Formats.Csv;
using Cloison.Formats.Cvat;
using Cloison.Formats.JsonRows;
using Cloison.Formats.Native;
using Cloison.Formats.Voc;
using Cloison.Formats.Yolo;

namespace Cloison.Formats;

/// <summary>Every format that is spoken here.</summary>
public static class FormatCatalog
{
    private const string Zip = "application/zip";

    public static readonly FormatInfo Native =
        new("native", "Cloison JSON Lines", ".jsonl", "application/x-ndjson", FormatHolds.All, new NativeReader(), new NativeWriter());

    public static readonly FormatInfo Coco = new(
        "coco", "COCO", ".json", "application/json",
        FormatHolds.Boxes | FormatHolds.Polygons | FormatHolds.Attributes | FormatHolds.Scores, new CocoReader(), new CocoWriter());

    public static readonly FormatInfo Voc =
        new("voc", "Pascal VOC", ".zip", Zip, FormatHolds.Boxes | FormatHolds.Attributes, new VocReader(), new VocWriter());

    public static readonly FormatInfo Yolo =
        new("yolo", "YOLO", ".zip", Zip, FormatHolds.Boxes | FormatHolds.Polygons, new YoloReader(), new YoloWriter());

    public static readonly FormatInfo Cvat = new(
        "cvat", "CVAT for images 1.1", ".xml", "application/xml",
        FormatHolds.Boxes | FormatHolds.Polygons | FormatHolds.Points | FormatHolds.Attributes | FormatHolds.Fields | FormatHolds.Ontology,
        new CvatReader(), new CvatWriter());

    public static readonly FormatInfo Csv =
        new("csv", "CSV", ".csv", "text/csv", FormatHolds.Fields | FormatHolds.Data, new CsvReader(), new CsvWriter(','));

    public static readonly FormatInfo Tsv =
        new("tsv", "TSV", ".tsv", "text/tab-separated-values", FormatHolds.Fields | FormatHolds.Data, new CsvReader(), new CsvWriter('\t'));

    public static readonly FormatInfo Jsonl =
        new("jsonl", "JSON Lines", ".jsonl", "application/x-ndjson", FormatHolds.Fields | FormatHolds.Data, new JsonRowReader(), new JsonRowWriter(asArray: false));

    public static readonly FormatInfo Json =
        new("json", "JSON", ".json", "application/json", FormatHolds.Fields | FormatHolds.Data, new JsonRowReader(), new JsonRowWriter(asArray: true));

    public static readonly FormatInfo Conll =
        new("conll", "CoNLL-2003", ".conll", "text/plain", FormatHolds.Spans | FormatHolds.Data, new ConllReader(), new ConllWriter());

    public static IReadOnlyList<FormatInfo> All { get; } = [Native, Coco, Voc, Yolo, Cvat, Csv, Tsv, Jsonl, Json, Conll];

    /// <summary>The format with this id, or null. Capitals do not count.</summary>
    public static FormatInfo? Find(string id) => All.FirstOrDefault(f => f.Id.Equals(id, StringComparison.OrdinalIgnoreCase));
}
