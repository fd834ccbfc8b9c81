namespace Cloison.Formats.Dataset;

/// <summary>What a reader yields: an item, or the reason why something could not be read.</summary>
public abstract record DatasetEntry
{
    private protected DatasetEntry()
    {
    }
}

/// <param name="Place">Where it begins: <c>file.csv:17</c>, <c>coco.json: images[3]</c>.</param>
public sealed record ReadItem(DatasetItem Item, string Place) : DatasetEntry;

/// <summary>Something was left out: a file, a row, or a part of one; the rest is read.</summary>
/// <param name="Place">Where: <c>file.csv:17</c>, <c>coco.json: annotations[3].segmentation</c>, <c>a.xml: object[2]</c>.</param>
/// <param name="Reason">Why, in a sentence for the person who has the file.</param>
public sealed record Refusal(string Place, string Reason) : DatasetEntry;
