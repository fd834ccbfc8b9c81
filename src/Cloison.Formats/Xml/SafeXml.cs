using System.Xml;
using System.Xml.Linq;
using Cloison.Formats.Input;

namespace Cloison.Formats.Xml;

/// <summary>
/// The only entry point for XML from others: no DTD, no resolver, no entities, and limits on size, depth and number of nodes.
/// (XDocument.Load processes DTDs and needs quadratic time on deep nesting; XmlReader with these settings does neither.)
/// </summary>
internal static class SafeXml
{
    private const int MaxAttributes = 100;

    /// <summary>A whole small document.</summary>
    /// <exception cref="XmlException">It is not well-formed, has a DTD, or is longer than 5 million characters.</exception>
    /// <exception cref="InputException">It is nested too deeply or has too many nodes.</exception>
    public static async Task<XElement> LoadAsync(Stream stream, InputLimits limits, CancellationToken ct)
    {
        using var reader = Open(stream, maxCharacters: 5_000_000);
        while (await reader.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            if (reader.NodeType == XmlNodeType.Element)
            {
                var root = await ReadElementAsync(reader, limits, ct);
                while (await reader.ReadAsync())
                {
                    // What follows the root must be well-formed too.
                }

                return root;
            }
        }

        throw new InputException("The document is empty.");
    }

    /// <summary>A reader over a document of any size, for going through it element by element.</summary>
    public static XmlReader Stream(Stream stream, InputLimits limits) => Open(new TagLimitStream(stream, limits.MaxRowBytes), maxCharacters: 0);

    /// <summary>The element that the reader stands on, with everything in it; the reader moves to its end.</summary>
    public static async Task<XElement> ReadElementAsync(XmlReader reader, InputLimits limits, CancellationToken ct)
    {
        var nodes = 0;
        var root = Start(reader, ref nodes);
        if (reader.IsEmptyElement)
            return root;
        var at = root;
        var depth = 1;
        while (await reader.ReadAsync())
        {
            ct.ThrowIfCancellationRequested();
            if (++nodes > limits.MaxElementNodes)
                throw new InputException($"The element <{root.Name.LocalName}> has more than {limits.MaxElementNodes:N0} nodes.", null);
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    if (depth >= limits.MaxDepth)
                        throw new InputException($"The XML is nested more than {limits.MaxDepth} deep.");
                    var isEmpty = reader.IsEmptyElement;
                    var child = Start(reader, ref nodes);
                    at.Add(child);
                    if (!isEmpty)
                        (at, depth) = (child, depth + 1);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    at.Add(new XText(reader.Value));
                    break;
                case XmlNodeType.EndElement:
                    if (--depth == 0)
                        return root;
                    at = at.Parent!;
                    break;
            }
        }

        throw new InputException("The document is cut off.");
    }

    private static XElement Start(XmlReader reader, ref int nodes)
    {
        if (reader.AttributeCount > MaxAttributes)
            throw new InputException($"The element <{reader.LocalName}> has more than {MaxAttributes} attributes.");
        // Namespaces are of no use in these formats.
        var element = new XElement(reader.LocalName);
        nodes += reader.AttributeCount;
        if (reader.MoveToFirstAttribute())
        {
            do
            {
                if (reader.Prefix != "xmlns" && reader.Name != "xmlns")
                    element.SetAttributeValue(reader.LocalName, reader.Value);
            }
            while (reader.MoveToNextAttribute());
            reader.MoveToElement();
        }

        return element;
    }

    private static XmlReader Open(Stream stream, long maxCharacters) => XmlReader.Create(stream, new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = maxCharacters,
        MaxCharactersFromEntities = 0,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    });

    /// <summary>Bounds one tag or one text of a document that has no bound itself: XmlReader holds either in memory.</summary>
    private sealed class TagLimitStream(Stream inner, int maxBytes) : ReadOnlyStream(inner)
    {
        private long sinceBracket;

        protected override void Inspect(ReadOnlySpan<byte> bytes)
        {
            var last = bytes.LastIndexOfAny((byte)'<', (byte)'>');
            sinceBracket = last < 0 ? sinceBracket + bytes.Length : bytes.Length - last - 1;
            if (sinceBracket > maxBytes)
                throw new InputException($"One tag or text of the document is longer than {maxBytes:N0} bytes.");
        }
    }
}
