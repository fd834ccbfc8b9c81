using System.Globalization;
using System.Xml.Linq;
using Cloison.Domain.Annotations;

namespace Cloison.Formats.Xml;

/// <summary>Numbers and answers as the text of XML formats.</summary>
internal static class XmlAttributes
{
    public static double? Number(string? text) =>
        double.TryParse(text?.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static double? Number(this XElement element, string attribute) => Number((string?)element.Attribute(attribute));

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Write(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>
    /// A coordinate in pixels, to a millionth: the sum of an edge and a width would otherwise show its binary rounding (499.00000000000006).
    /// </summary>
    public static string WritePixels(double pixels) => Write(Math.Round(pixels, 6) + 0.0);

    /// <summary>The answer in a text whose kind nobody states: true and false, numbers as .NET writes them, else the text.</summary>
    public static FieldValue Guess(string text) => text switch
    {
        "true" or "True" => true,
        "false" or "False" => false,
        _ when Number(text) is { } number && double.IsFinite(number) && Write(number) == text => number,
        _ => text,
    };

    /// <returns>Null for a list, which has no text form.</returns>
    public static string? Write(FieldValue value) => value switch
    {
        TextValue text => XmlChars.Clean(text.Text),
        NumberValue { Number: var number } when double.IsFinite(number) => Write(number),
        BooleanValue boolean => boolean.Truth ? "true" : "false",
        _ => null,
    };
}
