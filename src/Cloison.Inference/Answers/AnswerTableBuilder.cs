using Cloison.Inference.Votes;

namespace Cloison.Inference.Answers;

/// <summary>Collects answers by name and lays them out as an <see cref="AnswerTable{T}"/>; tasks and annotators are numbered in the order of their first appearance.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class AnswerTableBuilder<T>
{
    private readonly Dictionary<string, int> _tasks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _annotators = new(StringComparer.Ordinal);
    private readonly List<(int Task, int Annotator, T Answer)> _answers = [];

    /// <summary>Number of answers so far, repeated ones among them.</summary>
    public int Count => _answers.Count;

    /// <summary>Adds one answer.</summary>
    public void Add(string task, string annotator, T answer) => _answers.Add((IndexOf(_tasks, task), IndexOf(_annotators, annotator), answer));

    /// <summary>The table.</summary>
    public AnswerTable<T> Build(RepeatedVotes repeated = RepeatedVotes.Keep)
    {
        var chosen = new Dictionary<(int, int), int>();
        if (repeated != RepeatedVotes.Keep)
            for (var i = 0; i < _answers.Count; i++)
                if (repeated == RepeatedVotes.KeepLast)
                    chosen[(_answers[i].Task, _answers[i].Annotator)] = i;
                else
                    chosen.TryAdd((_answers[i].Task, _answers[i].Annotator), i);

        bool IsKept(int i) => repeated == RepeatedVotes.Keep || chosen[(_answers[i].Task, _answers[i].Annotator)] == i;

        var starts = new int[_tasks.Count + 1];
        for (var i = 0; i < _answers.Count; i++)
            if (IsKept(i))
                starts[_answers[i].Task + 1]++;
        for (var t = 0; t < _tasks.Count; t++)
            starts[t + 1] += starts[t];
        var next = starts.AsSpan(0, _tasks.Count).ToArray();
        var annotators = new int[starts[^1]];
        var answers = new T[starts[^1]];
        for (var i = 0; i < _answers.Count; i++)
            if (IsKept(i))
            {
                var at = next[_answers[i].Task]++;
                (annotators[at], answers[at]) = (_answers[i].Annotator, _answers[i].Answer);
            }

        return new(starts, annotators, answers, Names(_tasks), Names(_annotators));
    }

    private static int IndexOf(Dictionary<string, int> names, string name)
    {
        if (!names.TryGetValue(name, out var index))
            names.Add(name, index = names.Count);
        return index;
    }

    private static string[] Names(Dictionary<string, int> names) => [.. names.OrderBy(n => n.Value).Select(n => n.Key)];
}
