using System.Xml;

namespace Cloison.Formats.Xml;

/// <summary>Text that XML 1.0 can hold: most control characters have no form in it, not even escaped.</summary>
internal static class XmlChars
{
    /// <returns>The text with U+FFFD in place of what XML cannot hold; the same object when nothing had to change.</returns>
    public static string Clean(string text)
    {
        if (IsClean(text))
            return text;
        return string.Create(text.Length, text, static (span, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                if (i + 1 < from.Length && XmlConvert.IsXmlSurrogatePair(from[i + 1], from[i]))
                    (span[i], span[i + 1], i) = (from[i], from[i + 1], i + 1);
                else
                    span[i] = XmlConvert.IsXmlChar(from[i]) ? from[i] : '\uFFFD';
        });
    }

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return false;
        return true;
    }
}
