using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>
/// What tags are given to in one task: with the text its words, without it each place of its length, without that the stretches between the places where anybody begins or ends.
/// Cut wherever a span begins or ends, so that no token is half in one. White space is no token: with or without it at its end a span is the same.
/// </summary>
internal static class SpanTokens
{
    public static IReadOnlyList<(int Start, int End)> Of(string? text, int? length, IEnumerable<Span> spans)
    {
        var cuts = new SortedSet<int>();
        foreach (var span in spans)
        {
            cuts.Add(span.Start);
            cuts.Add(span.End);
        }

        if (text is null && length is { } places)
            return [.. Enumerable.Range(0, places).Select(i => (i, i + 1))];
        if (text is null)
            return [.. cuts.Zip(cuts.Skip(1))];
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
}
