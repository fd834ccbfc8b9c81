namespace Cloison.Inference.Answers;

/// <summary>
/// Answers of any type (numbers, words, boxes, masks) of several annotators to many tasks. Laid out as a
/// <see cref="Votes.VoteTable"/>: the answers to task <c>t</c> are at <c>TaskStarts[t] .. TaskStarts[t + 1] - 1</c>, in the order in which they were given.
/// </summary>
/// <remarks>Immutable, as far as <typeparamref name="T"/> is.</remarks>
public sealed class AnswerTable<T>
{
    private readonly int[] _taskStarts;
    private readonly int[] _annotators;
    private readonly T[] _answers;

    internal AnswerTable(int[] taskStarts, int[] annotators, T[] answers, IReadOnlyList<string> tasks, IReadOnlyList<string> annotatorNames)
    {
        _taskStarts = taskStarts;
        _annotators = annotators;
        _answers = answers;
        Tasks = tasks;
        AnnotatorNames = annotatorNames;
    }

    /// <summary>Number of answers.</summary>
    public int Count => _answers.Length;

    /// <summary>Names of the tasks; the index is the task.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>Names of the annotators; the index is the annotator.</summary>
    public IReadOnlyList<string> AnnotatorNames { get; }

    /// <summary>Where each task's answers begin: one more than there are tasks.</summary>
    public ReadOnlySpan<int> TaskStarts => _taskStarts;

    /// <summary>The annotator of each answer.</summary>
    public ReadOnlySpan<int> Annotators => _annotators;

    /// <summary>The answers themselves.</summary>
    public ReadOnlySpan<T> Answers => _answers;

    /// <summary>The answers to one task.</summary>
    public ReadOnlySpan<T> AnswersTo(int task) => _answers.AsSpan(_taskStarts[task], _taskStarts[task + 1] - _taskStarts[task]);

    /// <summary>Who gave the answers to one task, in the order of <see cref="AnswersTo"/>.</summary>
    public ReadOnlySpan<int> AnnotatorsOf(int task) => _annotators.AsSpan(_taskStarts[task], _taskStarts[task + 1] - _taskStarts[task]);

    /// <summary>The same table with every answer turned into something else.</summary>
    public AnswerTable<TOther> Select<TOther>(Func<T, TOther> change) =>
        new(_taskStarts, _annotators, Array.ConvertAll(_answers, a => change(a)), Tasks, AnnotatorNames);

    /// <summary>Without the answers that do not fulfil a condition; every task stays, perhaps with no answer.</summary>
    public AnswerTable<T> Where(Func<int, T, bool> keepsAnnotatorAndAnswer)
    {
        var starts = new int[_taskStarts.Length];
        var annotators = new List<int>(Count);
        var answers = new List<T>(Count);
        for (var t = 0; t < Tasks.Count; t++)
        {
            for (var i = _taskStarts[t]; i < _taskStarts[t + 1]; i++)
                if (keepsAnnotatorAndAnswer(_annotators[i], _answers[i]))
                {
                    annotators.Add(_annotators[i]);
                    answers.Add(_answers[i]);
                }

            starts[t + 1] = answers.Count;
        }

        return new([.. starts], [.. annotators], [.. answers], Tasks, AnnotatorNames);
    }

    /// <summary>Some of the tasks only, in the order given.</summary>
    public AnswerTable<T> OnlyTasks(IReadOnlyList<int> tasks)
    {
        var starts = new int[tasks.Count + 1];
        var annotators = new List<int>();
        var answers = new List<T>();
        for (var n = 0; n < tasks.Count; n++)
        {
            annotators.AddRange(AnnotatorsOf(tasks[n]));
            answers.AddRange(AnswersTo(tasks[n]));
            starts[n + 1] = answers.Count;
        }

        return new(starts, [.. annotators], [.. answers], [.. tasks.Select(t => Tasks[t])], AnnotatorNames);
    }

    /// <summary>For every two annotators, the tasks that both answered, with both first answers. Ascending by the annotators' indices.</summary>
    internal IReadOnlyList<AnswerPairs<T>> Pairs()
    {
        var pairs = new Dictionary<(int, int), List<(int, T, T)>>();
        for (var t = 0; t < Tasks.Count; t++)
        {
            var (start, end) = (_taskStarts[t], _taskStarts[t + 1]);
            for (var i = start; i < end; i++)
                for (var j = i + 1; j < end; j++)
                {
                    var (a, b) = (_annotators[i], _annotators[j]);
                    if (a == b)
                        continue;
                    var key = a < b ? (a, b) : (b, a);
                    if (!pairs.TryGetValue(key, out var shared))
                        pairs.Add(key, shared = []);
                    // A repeated answer of one of the two: the first stands.
                    if (shared.Count == 0 || shared[^1].Item1 != t)
                        shared.Add(a < b ? (t, _answers[i], _answers[j]) : (t, _answers[j], _answers[i]));
                }
        }

        return [.. pairs.OrderBy(p => p.Key).Select(p => new AnswerPairs<T>(p.Key.Item1, p.Key.Item2, [.. p.Value]))];
    }
}
