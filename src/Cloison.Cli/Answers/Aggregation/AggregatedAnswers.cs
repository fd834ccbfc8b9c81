using System.Text.Json;
using Cloison.Inference.Answers;
using Cloison.Inference.Fitting;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>What the answers of a file were made into: a line for each task, and what that says of the annotators.</summary>
internal abstract class AggregatedAnswers
{
    /// <summary>Its id among <see cref="AggregationMethods"/>.</summary>
    public required string Method { get; init; }

    public abstract Convergence Convergence { get; }

    public abstract int Tasks { get; }

    public abstract int Answers { get; }

    public abstract IReadOnlyList<string> Annotators { get; }

    /// <summary>How many lines the result has: a line a task, or for comparisons a line an item.</summary>
    public virtual int Lines => Tasks;

    /// <summary>What is to be known beside the figures.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The members of one line.</summary>
    public abstract void WriteLine(Utf8JsonWriter json, int line);

    public abstract int AnswersOf(int annotator);

    /// <summary>What the method says of an annotator; nothing where it takes all alike.</summary>
    public virtual IEnumerable<Figure> SkillOf(int annotator) => [];

    /// <summary>The result against right answers.</summary>
    /// <exception cref="InvalidDataException">Those are of another kind, or of none of the tasks.</exception>
    public abstract GoldMeasure Against(AnswerFile gold);
}

/// <param name="Tasks">How many of the tasks have a right answer.</param>
internal sealed record GoldMeasure(int Tasks, IReadOnlyList<Figure> Figures);

/// <summary>Of answers that make a line a task.</summary>
internal abstract class AggregatedAnswers<T>(AnswerTable<T> table) : AggregatedAnswers
{
    private readonly int[] given = Given(table);

    public override int Tasks => Table.Tasks.Count;

    public override int Answers => Table.Count;

    public override IReadOnlyList<string> Annotators => Table.AnnotatorNames;

    protected AnswerTable<T> Table => table;

    public override int AnswersOf(int annotator) => given[annotator];

    public sealed override void WriteLine(Utf8JsonWriter json, int line)
    {
        json.WriteString("task", Table.Tasks[line]);
        WriteResult(json, line);
        json.WriteNumber("answers", Table.AnswersTo(line).Length);
    }

    protected abstract void WriteResult(Utf8JsonWriter json, int task);

    /// <summary>Each task that has a right answer, with it.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    protected List<(int Task, T Truth)> Known(AnswerTable<T>? gold)
    {
        if (gold is null)
            throw new InvalidDataException("The gold is of another kind than the answers.");
        var tasks = Table.Tasks.Index().ToDictionary(t => t.Item, t => t.Index, StringComparer.Ordinal);
        var known = new List<(int, T)>();
        for (var g = 0; g < gold.Tasks.Count; g++)
            if (!gold.AnswersTo(g).IsEmpty && tasks.TryGetValue(gold.Tasks[g], out var task))
                known.Add((task, gold.AnswersTo(g)[0]));
        if (known.Count == 0)
            throw new InvalidDataException("No gold is of a task with answers: nothing can be measured.");
        if (gold.Tasks.Count > known.Count)
            Notes.Add($"{gold.Tasks.Count - known.Count} gold answers are of tasks without answers and count for nothing.");
        return known;
    }

    private static int[] Given(AnswerTable<T> table)
    {
        var given = new int[table.AnnotatorNames.Count];
        foreach (var annotator in table.Annotators)
            given[annotator]++;
        return given;
    }
}
