namespace Cloison.Inference.Answers;

/// <summary>What two annotators answered to the tasks that both did.</summary>
/// <param name="Shared">Task, answer of the first, answer of the second; ascending by task.</param>
internal sealed record AnswerPairs<T>(int First, int Second, (int Task, T Of1, T Of2)[] Shared)
{
    /// <summary>As a table of its own: the shared tasks, two annotators.</summary>
    public AnswerTable<T> ToTable(AnswerTable<T> of)
    {
        var starts = new int[Shared.Length + 1];
        var annotators = new int[2 * Shared.Length];
        var answers = new T[2 * Shared.Length];
        for (var i = 0; i < Shared.Length; i++)
        {
            starts[i + 1] = 2 * (i + 1);
            annotators[2 * i + 1] = 1;
            (answers[2 * i], answers[2 * i + 1]) = (Shared[i].Of1, Shared[i].Of2);
        }

        return new(starts, annotators, answers, [.. Shared.Select(s => of.Tasks[s.Task])], [of.AnnotatorNames[First], of.AnnotatorNames[Second]]);
    }
}
