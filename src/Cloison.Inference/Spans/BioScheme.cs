// B-x begins a span of class x, I-x continues one, O is outside. Ramshaw, L. A., Marcus, M. P. (1995), doi:10.48550/arXiv.cmp-lg/9505040, in the IOB2 form.
namespace Cloison.Inference.Spans;

/// <summary>Between tags and spans.</summary>
public static class BioScheme
{
    /// <summary>The spans of a sequence. An I-x that continues nothing of class x begins a span.</summary>
    /// <returns>First token, the token after the last, class; ascending.</returns>
    public static IReadOnlyList<(int Start, int End, string Class)> Spans(IReadOnlyList<string> tags)
    {
        var spans = new List<(int, int, string)>();
        var (start, open) = (0, "");
        for (var i = 0; i <= tags.Count; i++)
        {
            var tag = i < tags.Count ? tags[i] : "O";
            var of = tag.Length > 2 ? tag[2..] : "";
            if (open.Length > 0 && !(tag.StartsWith("I-", StringComparison.Ordinal) && of == open))
            {
                spans.Add((start, i, open));
                open = "";
            }

            if (open.Length == 0 && of.Length > 0)
                (start, open) = (i, of);
        }

        return spans;
    }

    /// <summary>Which tag (column) may follow which (row); the last row: which may come first. Everything, when it need not be a sequence.</summary>
    internal static bool[] Allowed(IReadOnlyList<string> tags, bool isSequence)
    {
        var k = tags.Count;
        var allowed = new bool[(k + 1) * k];
        for (var h = 0; h <= k; h++)
            for (var l = 0; l < k; l++)
                allowed[h * k + l] = !isSequence || !tags[l].StartsWith("I-", StringComparison.Ordinal)
                    || (h < k && tags[h].Length > 2 && tags[h][1] == '-' && tags[h][2..] == tags[l][2..]);
        // Tags that no sequence can begin with, like I-x alone: not this scheme.
        return Enumerable.Range(0, k).Any(l => allowed[k * k + l]) ? allowed : Array.ConvertAll(allowed, _ => true);
    }
}
