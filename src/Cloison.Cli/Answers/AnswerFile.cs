using System.Text.Json;
using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Masks;

namespace Cloison.Cli.Answers;

/// <summary>The answers of a file, all of one kind.</summary>
/// <param name="Facts">What the file says beside them.</param>
internal abstract record AnswerFile(AnswerFacts Facts)
{
    /// <summary>How many people have answered.</summary>
    public abstract int Annotators { get; }

    public sealed record Labels(AnswerTable<string> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    /// <summary>Boxes, polygons and points.</summary>
    public sealed record Regions(AnswerTable<IReadOnlyList<Region>> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    /// <param name="Sources">What the spans of a task are of, where the file says that.</param>
    public sealed record Spans(AnswerTable<IReadOnlyList<Region>> Table, SpanTexts Sources, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    /// <summary>All masks of a task have one size.</summary>
    public sealed record Masks(AnswerTable<RunMask> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    public sealed record Sets(AnswerTable<IReadOnlySet<string>> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    public sealed record Rankings(AnswerTable<IReadOnlyList<string>> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    public sealed record Numbers(AnswerTable<double> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    public sealed record Texts(AnswerTable<string> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }

    public sealed record Comparisons(AnswerTable<Comparison> Table, AnswerFacts Facts) : AnswerFile(Facts)
    {
        public override int Annotators => Table.AnnotatorNames.Count;
    }
}

/// <param name="Batches">Of each task that names one.</param>
/// <param name="Repeated">Answers left out, since another of the same annotator to the same task counts.</param>
/// <param name="Unfit">Answers left out, since reviewers sent them back or they were replaced.</param>
internal sealed record AnswerFacts(IReadOnlyDictionary<string, string> Batches, int Repeated, int Unfit = 0);

/// <summary>Which of two items is the better; of a tie, either.</summary>
internal sealed record Comparison(string Preferred, string Over, bool IsTie)
{
    /// <summary>Whether the one that is better is the first of the two by its characters.</summary>
    public bool IsFirst => string.CompareOrdinal(Preferred, Over) < 0;

    /// <summary>The two, whichever is better.</summary>
    public string Pair => JsonSerializer.Serialize<string[]>(IsFirst ? [Preferred, Over] : [Over, Preferred]);
}
