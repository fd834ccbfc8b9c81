using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>
/// What tags are given to in one task. Cut wherever a span begins or ends, so that no token is half in one. White space is no token where the text is known: with or without
/// it at its end a span is the same.
/// </summary>
internal static class SpanTokens
{
    /// <summary>The stretches between the places where anybody begins or ends. They are the same whatever the offsets count, characters or words.</summary>
    public static IReadOnlyList<(int Start, int End)> Stretches(string? text, IEnumerable<Span> spans)
    {
        var cuts = Cuts(spans);
        return [.. cuts.Zip(cuts.Skip(1)).Select(s => text is null ? s : Trimmed(text, s.First, s.Second)).Where(s => s.Second > s.First)];
    }

    /// <summary>All of a text: its words, or without it each place of its length.</summary>
    public static IReadOnlyList<(int Start, int End)> Words(string? text, int length, IEnumerable<Span> spans)
    {
        if (text is null)
            return [.. Enumerable.Range(0, length).Select(i => (i, i + 1))];
        var cuts = Cuts(spans);
        var tokens = new List<(int, int)>();
        for (var i = 0; i < text.Length;)
        {
            var start = i++;
            if (char.IsWhiteSpace(text[start]))
                continue;
            while (i < text.Length && !char.IsWhiteSpace(text[i]) && !cuts.Contains(i))
                i++;
            tokens.Add((start, i));
        }

        return tokens;
    }

    /// <summary>A tag for each token: 0 outside, 1 + 2c where a span of class c begins, 2 + 2c inside of one.</summary>
    /// <param name="spans">None overlaps another.</param>
    public static int[] Tags(IReadOnlyList<(int Start, int End)> tokens, IReadOnlyList<Region> spans, IReadOnlyDictionary<string, int> classes)
    {
        var tags = new int[tokens.Count];
        var at = 0;
        foreach (var region in spans.OrderBy(r => ((Span)r.Shape).Start))
        {
            var span = (Span)region.Shape;
            while (at < tokens.Count && tokens[at].Start < span.Start)
                at++;
            for (var isFirst = true; at < tokens.Count && tokens[at].End <= span.End; at++, isFirst = false)
                tags[at] = 2 * classes[region.Class] + (isFirst ? 1 : 2);
        }

        return tags;
    }

    private static SortedSet<int> Cuts(IEnumerable<Span> spans) => [.. spans.SelectMany(s => new[] { s.Start, s.End })];

    private static (int First, int Second) Trimmed(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (start < end && char.IsWhiteSpace(text[end - 1]))
            end--;
        return (start, end);
    }
}
