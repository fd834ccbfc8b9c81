namespace Cloison.Formats.Input;

/// <summary>How large the parts of an input may be. What is larger is refused with its place, and the reading goes on after it.</summary>
/// <param name="MaxRowBytes">A line, a CSV row, or one element of a JSON array.</param>
/// <param name="MaxElementNodes">XML nodes (elements, attributes, texts) of one image.</param>
/// <param name="MaxDepth">Nesting of XML elements.</param>
/// <param name="WindowImages">COCO names the image of each annotation in any order: this many images are gathered in one pass over the file.</param>
/// <param name="WindowAnnotations">When a pass gathers more annotations than this, fewer images are taken.</param>
public sealed record InputLimits(
    int MaxRowBytes = 8 << 20,
    int MaxElementNodes = 1_000_000,
    int MaxDepth = 64,
    int WindowImages = 50_000,
    int WindowAnnotations = 1_000_000)
{
    public static readonly InputLimits Default = new();

    /// <summary>No image is larger; a coordinate beyond it is a mistake.</summary>
    internal const double MaxPixels = 1_000_000;
}
