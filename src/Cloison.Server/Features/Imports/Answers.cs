using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;
using Cloison.Formats.Dataset;

namespace Cloison.Server.Features.Imports;

/// <summary>What the answers in a file become: predictions, the gold answer, or nothing.</summary>
/// <param name="Gold">The known right answer.</param>
internal sealed record Answers(IReadOnlyList<PredictionDetail> Predictions, AnnotationContent? Gold)
{
    /// <summary>Names the origin of labels when nobody did.</summary>
    public const string UnknownModel = "import";

    public static readonly Answers None = new([], null);

    public bool IsEmpty => Predictions.Count == 0 && Gold is null;

    /// <summary>How many labels it holds: regions and form values.</summary>
    public long Labels => Predictions.Sum(p => Count(p.Content)) + (Gold is null ? 0 : Count(Gold));

    /// <summary>
    /// Predictions stay predictions, whatever the import says: what a model has scored is nobody's truth. People's answers, and what was
    /// inferred of them, become what the import says.
    /// </summary>
    public static Answers Of(IReadOnlyList<LabelledAnswer>? found, NewImport options)
    {
        if (found is null or [] || options.Labels == ImportedLabels.None)
            return None;
        var predictions = found.Where(a => a.Kind == AnswerKind.Prediction)
            .Select(a => new PredictionDetail(a.Author ?? options.Model ?? UnknownModel, a.Content)).ToList();
        var gold = found.LastOrDefault(a => a.Kind == AnswerKind.Gold)?.Content;
        var people = found.Where(a => a.Kind is AnswerKind.Annotation or AnswerKind.Result && a.State is null or AnnotationState.Accepted or AnnotationState.InReview).ToList();
        if (options.Labels == ImportedLabels.Gold)
            gold ??= (people.FindLast(a => a.Kind == AnswerKind.Result) ?? people.LastOrDefault())?.Content;
        else
            predictions.AddRange(people.Select(a => new PredictionDetail(options.Model ?? UnknownModel, a.Content)));
        return new(predictions, gold);
    }

    private static long Count(AnnotationContent content) => (content.Regions?.Count ?? 0) + (content.Values?.Count ?? 0);
}
