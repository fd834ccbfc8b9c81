using System.Text.Json;
using Cloison.Inference.Answers;
using Cloison.Inference.Votes;

namespace Cloison.Cli.Answers;

/// <summary>Gathers the answers of one kind as they are read.</summary>
internal interface IAnswerCollector
{
    void Add(string task, string annotator, JsonElement line, string place);

    AnswerFile Build(IReadOnlyDictionary<string, string> batches);
}

/// <param name="read">The answer on a line, given the task.</param>
internal sealed class AnswerCollector<T>(Func<JsonElement, string, string, T> read, RepeatedVotes repeated, Func<AnswerTable<T>, AnswerFacts, AnswerFile> file) : IAnswerCollector
{
    private readonly AnswerTableBuilder<T> builder = new();

    public void Add(string task, string annotator, JsonElement line, string place) => builder.Add(task, annotator, read(line, task, place));

    public AnswerFile Build(IReadOnlyDictionary<string, string> batches)
    {
        var table = builder.Build(repeated);
        return file(table, new(batches, builder.Count - table.Count));
    }
}
