using Cloison.Formats.Votes;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Answers;

/// <summary>Labels, or numbers as text, from a table of votes, perhaps with batches.</summary>
internal static class CsvAnswers
{
    /// <exception cref="InvalidDataException">With the file and the line.</exception>
    public static AnswerFile.Labels Read(TextReader text, string name)
    {
        var answers = new AnswerTableBuilder<string>();
        var batches = new Dictionary<string, string>(StringComparer.Ordinal);
        VoteFile.ReadVotes(text, name, (task, annotator, label, batch) =>
        {
            var of = task.ToString();
            answers.Add(of, annotator.ToString(), label.ToString());
            if (!batch.IsEmpty)
                batches[of] = batch.ToString();
        });
        var table = answers.Build(RepeatedVotes.KeepFirst);
        return new(table, new(batches, answers.Count - table.Count));
    }
}
