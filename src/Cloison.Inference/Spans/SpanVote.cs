using Cloison.Inference.Answers;

namespace Cloison.Inference.Spans;

/// <summary>Keeps a span when enough people marked exactly it, with exactly its class.</summary>
public static class SpanVote
{
    /// <param name="share">Of a task's annotators, above 0.</param>
    /// <returns>For each task the kept spans, ascending, with the share of people who have them; of two that overlap the one that more have, then the longer.</returns>
    public static IReadOnlyList<IReadOnlyList<(int Start, int End, string Class, double Share)>> Fit(
        AnswerTable<IReadOnlyList<(int Start, int End, string Class)>> table, double share = 0.5)
    {
        var result = new List<IReadOnlyList<(int, int, string, double)>>();
        for (var t = 0; t < table.Tasks.Count; t++)
        {
            var answers = table.AnswersTo(t);
            var counts = new Dictionary<(int Start, int End, string Class), int>();
            foreach (var answer in answers)
                foreach (var span in answer.Distinct())
                    counts[span] = counts.GetValueOrDefault(span) + 1;
            var kept = new List<(int Start, int End, string Class, double Share)>();
            foreach (var (span, n) in counts.OrderByDescending(c => c.Value).ThenByDescending(c => c.Key.End - c.Key.Start)
                .ThenBy(c => c.Key.Start).ThenBy(c => c.Key.Class, StringComparer.Ordinal))
                if (n >= share * answers.Length && !kept.Exists(s => s.Start < span.End && span.Start < s.End))
                    kept.Add((span.Start, span.End, span.Class, (double)n / answers.Length));
            result.Add([.. kept.OrderBy(s => s.Start)]);
        }

        return result;
    }
}
