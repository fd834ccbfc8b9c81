using System.Buffers;
using System.Text;

namespace Cloison.Server.Features.Blind;

/// <summary>
/// Finds names in texts however they are spelt: capitals, accents and what stands between words do not count ("Acme Labs", "ACME-LABS",
/// "acme_labs_2024.jpg"), but words do: "Meta" is not in "metadata".
/// </summary>
internal sealed class NameMatcher
{
    public static readonly NameMatcher None = new([]);

    private readonly Dictionary<string, string> byFolded = new(StringComparer.Ordinal);
    private readonly SearchValues<string> search;
    private readonly int[] lengths;

    public NameMatcher(IEnumerable<string> names)
    {
        foreach (var name in names)
            if (Fold(name).Text is { Length: > 0 } folded)
                byFolded.TryAdd(folded, name);
        search = SearchValues.Create([.. byFolded.Keys], StringComparison.Ordinal);
        lengths = [.. byFolded.Keys.Select(k => k.Length).Distinct()];
    }

    public bool IsEmpty => byFolded.Count == 0;

    /// <summary>The names that stand in the text, as the customer wrote them.</summary>
    public IReadOnlyList<string> FindIn(string text)
    {
        if (IsEmpty || text.Length == 0)
            return [];
        var (folded, starts) = Fold(text);
        var found = new List<string>();
        for (var at = 0; at < folded.Length;)
        {
            var next = folded.AsSpan(at).IndexOfAny(search);
            if (next < 0)
                break;
            at += next;
            if (starts[at])
                foreach (var length in lengths)
                    if (at + length <= folded.Length && (at + length == folded.Length || starts[at + length])
                        && byFolded.TryGetValue(folded.Substring(at, length), out var name) && !found.Contains(name))
                        found.Add(name);
            at++;
        }

        return found;
    }

    /// <summary>Letters and digits alone, small and without accents, and where a word or a number begins.</summary>
    private static (string Text, List<bool> Starts) Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        var starts = new List<bool>(text.Length);
        var before = Kind.Gap;
        foreach (var rune in text.EnumerateRunes())
        {
            // Marks and invisible characters are part of the word that they stand in.
            if (Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.Format)
                continue;
            var kind = Rune.IsLetter(rune) ? IsWide(rune) ? Kind.Wide : Kind.Letter : Rune.IsDigit(rune) ? Kind.Digit : Kind.Gap;
            if (kind != Kind.Gap)
            {
                var from = folded.Length;
                folded.Append(Plain(Rune.ToLowerInvariant(rune)));
                for (var i = from; i < folded.Length; i++)
                    starts.Add(i == from && (kind != before || kind == Kind.Wide));
            }

            before = kind;
        }

        return (folded.ToString(), starts);
    }

    // Scripts that write no spaces: each of their letters begins a word, and so does what stands beside them.
    private static bool IsWide(Rune rune) => rune.Value is >= 0x2E80 and < 0xFF00 or >= 0x20000;

    // Latin letters with accents; the runtime's own tables are not there in invariant mode.
    private static string Plain(Rune rune) => rune.Value switch
    {
        >= 'à' and <= 'å' => "a", 'æ' => "ae", 'ç' => "c", >= 'è' and <= 'ë' => "e", >= 'ì' and <= 'ï' => "i", 'ñ' => "n", >= 'ò' and <= 'ö' or 'ø' => "o",
        >= 'ù' and <= 'ü' => "u", 'ý' or 'ÿ' => "y", 'ß' => "ss", 'ł' => "l", 'š' => "s", 'ž' => "z", 'č' => "c", 'œ' => "oe",
        // Full-width forms.
        >= 0xFF41 and <= 0xFF5A => ((char)(rune.Value - 0xFF41 + 'a')).ToString(),
        >= 0xFF10 and <= 0xFF19 => ((char)(rune.Value - 0xFF10 + '0')).ToString(),
        _ => rune.ToString(),
    };

    private enum Kind
    {
        Gap,
        Letter,
        Wide,
        Digit,
    }
}
