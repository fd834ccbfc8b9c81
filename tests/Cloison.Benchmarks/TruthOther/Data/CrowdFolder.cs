using System.Globalization;
using System.Text;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Benchmarks.TruthOther.Data;

/// <summary>A folder of published crowd answers: <c>labels.csv</c> and <c>gold.csv</c>, each with a head line.</summary>
internal sealed class CrowdFolder(string path)
{
    public VoteTable Votes(RepeatedVotes repeated = RepeatedVotes.Keep)
    {
        var votes = new VoteTableBuilder();
        foreach (var row in Rows("labels.csv"))
            votes.Add(row[0], row[1], row[2]);
        return votes.Build(repeated);
    }

    /// <param name="answer">Makes the answer of a line's third and following cells.</param>
    public AnswerTable<T> Answers<T>(Func<string[], T> answer, RepeatedVotes repeated = RepeatedVotes.Keep)
    {
        var answers = new AnswerTableBuilder<T>();
        foreach (var row in Rows("labels.csv"))
            answers.Add(row[0], row[1], answer(row));
        return answers.Build(repeated);
    }

    public AnswerTable<double> Numbers(RepeatedVotes repeated = RepeatedVotes.Keep) => Answers(row => Number(row[2]), repeated);

    public Dictionary<string, string> Gold()
    {
        var gold = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Rows("gold.csv"))
            gold[row[0]] = row[1];
        return gold;
    }

    public static double Number(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    /// <summary>The lines after the first.</summary>
    public IEnumerable<string[]> Rows(string file)
    {
        using var reader = new StreamReader(Path.Combine(path, file));
        var (row, cell, isQuoted, isHead) = (new List<string>(), new StringBuilder(), false, true);
        for (var c = reader.Read(); c >= 0; c = reader.Read())
            if (c == '"')
            {
                if (isQuoted && reader.Peek() == '"')
                    cell.Append((char)reader.Read());
                else
                    isQuoted = !isQuoted;
            }
            else if (c == ',' && !isQuoted)
            {
                row.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n' && !isQuoted)
            {
                row.Add(cell.ToString().TrimEnd('\r'));
                cell.Clear();
                if (!isHead)
                    yield return [.. row];
                isHead = false;
                row.Clear();
            }
            else
            {
                cell.Append((char)c);
            }
    }
}
