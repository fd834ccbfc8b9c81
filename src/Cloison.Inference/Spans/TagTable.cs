using Cloison.Inference.Answers;

namespace Cloison.Inference.Spans;

/// <summary>Sequences of tags: a task is a sentence, an answer one tag for each of its tokens.</summary>
public sealed class TagTable
{
    /// <param name="answers">Tags as indices into <paramref name="tags"/>; all answers to a task have the same length.</param>
    /// <exception cref="ArgumentException">They have not.</exception>
    public TagTable(AnswerTable<int[]> answers, IReadOnlyList<string> tags)
    {
        Lengths = new int[answers.Tasks.Count];
        for (var t = 0; t < Lengths.Length; t++)
            foreach (var answer in answers.AnswersTo(t))
            {
                if (Lengths[t] != 0 && answer.Length != Lengths[t])
                    throw new ArgumentException($"The answers to {answers.Tasks[t]} have different numbers of tokens.", nameof(answers));
                if (Array.Exists(answer, tag => tag < 0 || tag >= tags.Count))
                    throw new ArgumentException($"An answer to {answers.Tasks[t]} has a tag that does not exist.", nameof(answers));
                Lengths[t] = answer.Length;
            }

        (Answers, Tags) = (answers, tags);
    }

    public AnswerTable<int[]> Answers { get; }

    /// <summary>Names: O, B-x, I-x.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Tokens of each task; 0 without answers.</summary>
    internal int[] Lengths { get; }
}
