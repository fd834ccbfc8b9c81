using System.Text;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Formats.Dataset;

namespace Cloison.Formats.Conll;

/// <summary>
/// Writes two columns, token and IOB2 tag, with <c>-DOCSTART-</c> before every item. Tokens are split at white space and at the ends of
/// spans. One token has one tag, so of overlapping spans the one that begins first (of those, the longest) is written.
/// </summary>
internal sealed class ConllWriter : IDatasetWriter
{
    public async Task<FidelityReport> WriteAsync(DatasetSource source, Stream output, ExportOptions options, CancellationToken ct)
    {
        var fidelity = new FidelityCount { CurrentItem = "ontology" };
        fidelity.Lose("ontology.relation", "The format has no relation types.", source.Ontology.Relations?.Count ?? 0);
        fidelity.Lose("ontology.field", "The format has no form fields.", source.Ontology.Fields?.Count ?? 0);
        var input = source.Ontology.Inputs.FirstOrDefault(i => i.Kind is InputKind.Text or InputKind.Markdown)?.Name ?? "text";
        await using var text = new StreamWriter(output, new UTF8Encoding(false), 65_536, leaveOpen: true) { NewLine = "\n" };
        await foreach (var item in source.Items(ct).WithCancellation(ct))
        {
            fidelity.CurrentItem = item.ExternalId ?? item.Id ?? "";
            if (item.Data.GetText(input) is not { } content)
            {
                fidelity.Lose("item", $"The item has no text '{input}'.");
                continue;
            }

            LoseItemFacts(item, fidelity);
            var answer = AnswerChoice.Choose(item, options, fidelity);
            var spans = answer is null ? [] : Spans(answer, input, content, fidelity);
            await text.WriteAsync(Document(content, spans, fidelity), ct);
            fidelity.Wrote(spans.Count);
        }

        await text.FlushAsync(ct);
        return fidelity.Report();
    }

    private static void LoseItemFacts(DatasetItem item, FidelityCount fidelity)
    {
        if (item.ExternalId is not null)
            fidelity.Lose("item.external_id", "The format has no names of items.");
        if (item.Batch is not null)
            fidelity.Lose("item.batch", "The format has no batches.");
        fidelity.Lose("item.data", "The format holds one text an item; the other inputs are left out.", item.Data.Json.Count - 1);
    }

    private static List<(int Start, int End, string Class)> Spans(LabelledAnswer answer, string input, string text, FidelityCount fidelity)
    {
        AnswerChoice.LoseAnswerFacts(answer, fidelity);
        AnswerChoice.LoseRelations(answer.Content, fidelity);
        AnswerChoice.LoseValues(answer.Content, fidelity);
        var spans = new List<(int Start, int End, string Class)>();
        foreach (var region in answer.Content.Regions ?? [])
        {
            var (kind, reason) = region switch
            {
                { Shape: not Span } => ($"shape.{region.Shape.Kind}".ToLowerInvariant(), "The format has spans only."),
                { Shape: Span s } when s.Input != input => ("span.input", "The span is in another text."),
                { Shape: Span s } when s.Start < 0 || s.End <= s.Start || s.End > text.Length => ("shape.invalid", "The span is not within the text."),
                _ when region.Class.Any(char.IsWhiteSpace) => ("class", "The class has a blank in its name, and blanks separate columns."),
                _ => (null, null),
            };
            if (kind is not null)
            {
                fidelity.Lose(kind, reason!);
                continue;
            }

            if (region.Score is not null)
                fidelity.Lose("score", "The format has no scores.");
            fidelity.Lose("attribute", "The format has no attributes.", region.Attributes?.Count ?? 0);
            spans.Add((((Span)region.Shape).Start, ((Span)region.Shape).End, region.Class));
        }

        return WithoutOverlap(spans, text, fidelity);
    }

    private static List<(int Start, int End, string Class)> WithoutOverlap(List<(int Start, int End, string Class)> spans, string text, FidelityCount fidelity)
    {
        var kept = new List<(int Start, int End, string Class)>();
        var end = 0;
        foreach (var span in spans.OrderBy(s => s.Start).ThenByDescending(s => s.End))
            if (span.Start < end)
                fidelity.Lose("span.overlap", "The span overlaps another or lies within it; a token has one tag.");
            else if (string.IsNullOrWhiteSpace(text[span.Start..span.End]))
                fidelity.Lose("shape.invalid", "The span covers white space only.");
            else
            {
                if (text.AsSpan(span.Start, span.End - span.Start).Contains('\n'))
                    fidelity.Lose("span.sentence", "The span goes over the end of a line, which ends a sentence; it is cut into one a line.");
                kept.Add(span);
                end = span.End;
            }

        return kept;
    }

    private static StringBuilder Document(string text, List<(int Start, int End, string Class)> spans, FidelityCount fidelity)
    {
        var lines = new StringBuilder($"{ConllReader.DocumentStart} O\n\n");
        var rebuilt = 0;
        var at = 0;
        var isSentenceStart = true;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                if (text[i] == '\n' && !isSentenceStart)
                {
                    lines.Append('\n');
                    isSentenceStart = true;
                }

                i++;
                continue;
            }

            while (at < spans.Count && spans[at].End <= i)
                at++;
            var isInside = at < spans.Count && spans[at].Start <= i;
            var limit = isInside ? spans[at].End : at < spans.Count ? spans[at].Start : text.Length;
            var end = i;
            while (end < limit && !char.IsWhiteSpace(text[end]))
                end++;
            if (end < text.Length && !char.IsWhiteSpace(text[end]))
                fidelity.Lose("text.token", "A span ends within a word, so that the word becomes two tokens.");
            var token = text[i..end];
            // On its own line this word would begin a document.
            if (token == ConllReader.DocumentStart)
                fidelity.Lose("text", "The word -DOCSTART- is written without its dashes.");
            var isFirst = isInside && (i == spans[at].Start || isSentenceStart || string.IsNullOrWhiteSpace(text[spans[at].Start..i]));
            lines.Append(token == ConllReader.DocumentStart ? "DOCSTART" : token).Append(' ')
                .Append(isInside ? isFirst ? "B-" : "I-" : "O").Append(isInside ? spans[at].Class : "").Append('\n');
            rebuilt += end - i + (rebuilt == 0 ? 0 : 1);
            isSentenceStart = false;
            i = end;
        }

        if (rebuilt != text.Length || text.AsSpan().ContainsAny("\t\r"))
            fidelity.Lose("text.space", "White space is rebuilt as one blank between tokens and one line feed between sentences.");
        if (!isSentenceStart)
            lines.Append('\n');
        return lines;
    }
}
