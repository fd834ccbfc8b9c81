using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;
using Cloison.Formats.Dataset;

namespace Cloison.Formats;

/// <summary>Which answer a format writes that holds only one an item.</summary>
internal static class AnswerChoice
{
    public static LabelledAnswer? Choose(DatasetItem item, ExportOptions options, FidelityCount fidelity)
    {
        var answers = item.Answers ?? [];
        var chosen = options.Prefer.Select(kind => answers.LastOrDefault(a => a.Kind == kind && IsEligible(a))).FirstOrDefault(a => a is not null);
        fidelity.Lose("answer", "The format holds one answer an item; the others are left out.", answers.Count - (chosen is null ? 0 : 1));
        return chosen;
    }

    private static bool IsEligible(LabelledAnswer answer) => answer.State is not (AnnotationState.Rejected or AnnotationState.Superseded or AnnotationState.Surplus);

    /// <summary>Counts what every image and text format leaves out of an answer.</summary>
    public static void LoseAnswerFacts(LabelledAnswer answer, FidelityCount fidelity)
    {
        if (answer.Author is not null || answer.Created is not null || answer.Agreement is not null || answer.ActiveSeconds is not null)
            fidelity.Lose("answer.facts", "Author, date, time worked and agreement are left out.");
    }

    public static void LoseRelations(AnnotationContent content, FidelityCount fidelity) =>
        fidelity.Lose("relation", "The format has no relations.", content.Relations?.Count ?? 0);

    public static void LoseValues(AnnotationContent content, FidelityCount fidelity) =>
        fidelity.Lose("field", "The format has no form answers.", content.Values?.Count ?? 0);
}
