using System.Collections;
using System.Globalization;

namespace Cloison.Inference.Votes;

/// <summary>
/// Categorical answers of several annotators to many tasks: the input of every categorical method. Names are replaced by dense
/// indices from 0, in the order of their first appearance (labels: in ordinal order, see <see cref="VoteTableBuilder"/>), and the votes lie grouped by task:
/// those of task <c>t</c> are at <c>TaskStarts[t] .. TaskStarts[t + 1] - 1</c>, in the order in which they were given.
/// </summary>
/// <remarks>Immutable. Eight bytes a vote, four a task, and the names.</remarks>
public sealed class VoteTable
{
    private readonly int[] _taskStarts;
    private readonly int[] _annotators;
    private readonly int[] _labels;

    internal VoteTable(int[] taskStarts, int[] annotators, int[] labels, IReadOnlyList<string> tasks, IReadOnlyList<string> annotatorNames, IReadOnlyList<string> labelNames)
    {
        _taskStarts = taskStarts;
        _annotators = annotators;
        _labels = labels;
        Tasks = tasks;
        AnnotatorNames = annotatorNames;
        LabelNames = labelNames;
    }

    /// <summary>Number of votes.</summary>
    public int Count => _labels.Length;

    /// <summary>Number of tasks, those without votes among them.</summary>
    public int TaskCount => _taskStarts.Length - 1;

    /// <summary>Number of annotators.</summary>
    public int AnnotatorCount => AnnotatorNames.Count;

    /// <summary>Number of labels, those that nobody chose among them.</summary>
    public int ClassCount => LabelNames.Count;

    /// <summary>Names of the tasks; the index is the task.</summary>
    public IReadOnlyList<string> Tasks { get; }

    /// <summary>Names of the annotators; the index is the annotator.</summary>
    public IReadOnlyList<string> AnnotatorNames { get; }

    /// <summary>Names of the labels; the index is the label.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Where each task's votes begin: one more than there are tasks, ascending, first 0, last <see cref="Count"/>.</summary>
    public ReadOnlySpan<int> TaskStarts => _taskStarts;

    /// <summary>The annotator of each vote.</summary>
    public ReadOnlySpan<int> Annotators => _annotators;

    /// <summary>The label of each vote.</summary>
    public ReadOnlySpan<int> Labels => _labels;

    /// <summary>The votes of one task, in the order in which they were given.</summary>
    public (int Start, int End) VotesOf(int task) => (_taskStarts[task], _taskStarts[task + 1]);

    /// <summary>
    /// A table of indices that have no names (their names are their numbers): the way in for many votes. The three spans are parallel, a vote at each place,
    /// in any order; the votes of a task keep theirs.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length, or an index lies outside of its range.</exception>
    public static VoteTable FromIndices(
        ReadOnlySpan<int> tasks, ReadOnlySpan<int> annotators, ReadOnlySpan<int> labels, int taskCount, int annotatorCount, int classCount)
    {
        if (tasks.Length != annotators.Length || tasks.Length != labels.Length)
        {
            throw new ArgumentException($"There are {tasks.Length} tasks, {annotators.Length} annotators and {labels.Length} labels: a vote has one of each.", nameof(labels));
        }

        var starts = new int[taskCount + 1];
        for (var i = 0; i < tasks.Length; i++)
        {
            if ((uint)tasks[i] >= (uint)taskCount || (uint)annotators[i] >= (uint)annotatorCount || (uint)labels[i] >= (uint)classCount)
            {
                throw new ArgumentException($"Vote {i} (task {tasks[i]}, annotator {annotators[i]}, label {labels[i]}) lies outside of the table.", nameof(tasks));
            }

            starts[tasks[i] + 1]++;
        }

        for (var t = 0; t < taskCount; t++)
        {
            starts[t + 1] += starts[t];
        }

        var byTaskAnnotators = new int[tasks.Length];
        var byTaskLabels = new int[tasks.Length];
        // starts[t] is where task t's next vote goes, and so at the end where task t + 1 begins: shifted back by one place afterwards.
        for (var i = 0; i < tasks.Length; i++)
        {
            var at = starts[tasks[i]]++;
            byTaskAnnotators[at] = annotators[i];
            byTaskLabels[at] = labels[i];
        }

        starts.AsSpan(0, taskCount).CopyTo(starts.AsSpan(1));
        starts[0] = 0;
        return new VoteTable(starts, byTaskAnnotators, byTaskLabels, new NumberNames(taskCount), new NumberNames(annotatorCount), new NumberNames(classCount));
    }

    /// <summary>The table with the marked votes only; tasks, annotators and labels stay, with their indices. For votes that are held out.</summary>
    /// <param name="keep">One mark a vote, in the order of the table.</param>
    public VoteTable Where(ReadOnlySpan<bool> keep)
    {
        if (keep.Length != Count)
        {
            throw new ArgumentException($"There are {keep.Length} marks for {Count} votes.", nameof(keep));
        }

        var count = 0;
        foreach (var mark in keep)
        {
            count += mark ? 1 : 0;
        }

        var (starts, annotators, labels) = (new int[_taskStarts.Length], new int[count], new int[count]);
        var at = 0;
        for (var t = 0; t < TaskCount; t++)
        {
            for (var v = _taskStarts[t]; v < _taskStarts[t + 1]; v++)
            {
                if (keep[v])
                {
                    (annotators[at], labels[at]) = (_annotators[v], _labels[v]);
                    at++;
                }
            }

            starts[t + 1] = at;
        }

        return new VoteTable(starts, annotators, labels, Tasks, AnnotatorNames, LabelNames);
    }

    // Names that are made when somebody asks for them.
    private sealed class NumberNames(int count) : IReadOnlyList<string>
    {
        public int Count => count;

        public string this[int index] => (uint)index < (uint)count ? index.ToString(CultureInfo.InvariantCulture) : throw new ArgumentOutOfRangeException(nameof(index));

        public IEnumerator<string> GetEnumerator()
        {
            for (var i = 0; i < count; i++)
            {
                yield return this[i];
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
