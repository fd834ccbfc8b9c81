using Cloison.Domain.Annotations;
using Cloison.Inference.Answers;
using Cloison.Inference.Masks;

namespace Cloison.Cli.Agreement;

/// <summary>The answers of a file, all of one type.</summary>
/// <param name="Batches">Of each task that names one.</param>
/// <param name="Repeated">Answers left out, since the same annotator had answered the same task before.</param>
internal abstract record AnswerFile(IReadOnlyDictionary<string, string> Batches, int Repeated)
{
    public sealed record Labels(AnswerTable<string> Table, IReadOnlyDictionary<string, string> Batches, int Repeated) : AnswerFile(Batches, Repeated);

    public sealed record Regions(AnswerTable<IReadOnlyList<Region>> Table, IReadOnlyDictionary<string, string> Batches, int Repeated) : AnswerFile(Batches, Repeated);

    public sealed record Masks(AnswerTable<RunMask> Table, IReadOnlyDictionary<string, string> Batches, int Repeated) : AnswerFile(Batches, Repeated);

    public sealed record Sets(AnswerTable<IReadOnlySet<string>> Table, IReadOnlyDictionary<string, string> Batches, int Repeated) : AnswerFile(Batches, Repeated);

    public sealed record Rankings(AnswerTable<IReadOnlyList<string>> Table, IReadOnlyDictionary<string, string> Batches, int Repeated) : AnswerFile(Batches, Repeated);
}
