using System.Text;
using Cloison.Domain.Annotations;

namespace Cloison.Formats.Conll;

/// <summary>A document that is being rebuilt from tokens. Offsets are UTF-16 code units.</summary>
internal sealed class ConllDocument(string input, long firstLine)
{
    private readonly StringBuilder text = new();
    private readonly List<Region> regions = [];
    private readonly List<(int Start, int End)> tokens = [];
    private readonly List<(char Prefix, string Type)> tags = [];

    public long FirstLine { get; } = firstLine;

    public int Length => text.Length;

    public bool IsEmpty => text.Length == 0;

    /// <returns>What is wrong with the tag; the token is taken in any case.</returns>
    public string? AddToken(string[] columns)
    {
        if (tokens.Count > 0)
            text.Append(' ');
        else if (text.Length > 0)
            text.Append('\n');
        tokens.Add((text.Length, text.Length + columns[0].Length));
        text.Append(columns[0]);
        if (columns.Length == 1)
        {
            tags.Add(('O', ""));
            return "The token has no tag; it is taken as O.";
        }

        var isRead = ConllTags.TryRead(columns[^1], out var prefix, out var type);
        if (isRead && (prefix == 'O' || ImageItems.CheckClass(type) is null))
        {
            tags.Add((prefix, type));
            return null;
        }

        tags.Add(('O', ""));
        return "The tag is neither O nor B-, I-, E-, S-, L- or U- with a type; it is taken as O.";
    }

    public void EndSentence()
    {
        foreach (var (type, first, end) in ConllTags.Chunks(tags))
            if (regions.Count < AnnotationRules.MaxRegions)
                regions.Add(new($"r{regions.Count + 1}", type, new Span(input, tokens[first].Start, tokens[end - 1].End)));
        tokens.Clear();
        tags.Clear();
    }

    public (string Text, IReadOnlyList<Region> Regions) Finish()
    {
        var whole = text.ToString();
        return (whole, [.. regions.Select(r => r with { Shape = (Span)r.Shape with { Quote = whole[((Span)r.Shape).Start..((Span)r.Shape).End] } })]);
    }
}
