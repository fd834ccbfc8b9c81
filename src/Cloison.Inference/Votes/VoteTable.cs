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
}
