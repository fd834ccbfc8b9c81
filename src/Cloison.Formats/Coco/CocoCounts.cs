// The compressed counts of COCO's run-length masks: cocoapi, common/maskApi.c, rleToString and rleFrString. Each count, from the fourth on less the one two before it,
// is written in base 32, the lowest digit first: bit 5 says that more digits follow, bit 4 of the last digit is the sign, and 48 makes it a printable character.
using System.Text;

namespace Cloison.Formats.Coco;

/// <summary>Between the text and the numbers of a COCO mask's <c>counts</c>.</summary>
public static class CocoCounts
{
    private const int Digit = 0x1f, More = 0x20, Sign = 0x10, First = 48, DigitsOfLong = 12;

    /// <exception cref="FormatException">The text is no such counts.</exception>
    public static int[] Parse(ReadOnlySpan<char> text)
    {
        var counts = new List<int>();
        for (var at = 0; at < text.Length;)
        {
            long count = 0;
            int digits = 0, c;
            do
            {
                c = at < text.Length ? text[at++] - First : throw new FormatException("The counts are cut off.");
                if (c is < 0 or > (Digit | More) || digits == DigitsOfLong)
                    throw new FormatException($"'{text[at - 1]}' has no place in counts.");
                count |= (long)(c & Digit) << 5 * digits++;
            }
            while ((c & More) != 0);
            if ((c & Sign) != 0)
                count |= -1L << 5 * digits;
            if (counts.Count > 2)
                count += counts[^2];
            counts.Add(count is >= 0 and <= int.MaxValue ? (int)count : throw new FormatException($"{count} is no count."));
        }

        return [.. counts];
    }

    public static string Format(ReadOnlySpan<int> counts)
    {
        var text = new StringBuilder();
        for (var i = 0; i < counts.Length; i++)
        {
            long rest = i > 2 ? (long)counts[i] - counts[i - 2] : counts[i];
            bool hasMore;
            do
            {
                var c = (int)(rest & Digit);
                rest >>= 5;
                hasMore = (c & Sign) != 0 ? rest != -1 : rest != 0;
                text.Append((char)((hasMore ? c | More : c) + First));
            }
            while (hasMore);
        }

        return text.ToString();
    }
}
