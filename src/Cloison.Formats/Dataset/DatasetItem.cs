using Cloison.Domain.Annotations;
using Cloison.Domain.Tasks;

namespace Cloison.Formats.Dataset;

/// <summary>One unit of a labelled data set, between any two formats: what is shown, and every answer known for it.</summary>
/// <param name="Data">
/// What a task shows. A media file that is not (yet) an asset is an entry <c>{"file":"street/1.jpg","width":640,"height":480}</c>;
/// <see cref="MediaFile"/> reads both that and asset references.
/// </param>
/// <param name="ExternalId">The name by which its owner knows it; image formats give the file name.</param>
/// <param name="Id">The task's id in the place it came from. An importer gives a new one.</param>
/// <param name="Priority">Higher is more urgent.</param>
public sealed record DatasetItem(
    TaskData Data,
    IReadOnlyList<LabelledAnswer>? Answers = null,
    string? ExternalId = null,
    string? Batch = null,
    string? Id = null,
    TaskState? State = null,
    int? Priority = null);

/// <summary>One answer to an item, and where it comes from.</summary>
/// <param name="Author">The person or model that gave it, by name or pseudonym.</param>
/// <param name="OntologyVersion">The version of the project's ontology that it was made with.</param>
/// <param name="ActiveSeconds">Time that its author worked on it.</param>
/// <param name="Agreement">How far the answers behind a result agree, 0 to 1.</param>
public sealed record LabelledAnswer(
    AnswerKind Kind,
    AnnotationContent Content,
    string? Author = null,
    string? Id = null,
    int? OntologyVersion = null,
    AnnotationState? State = null,
    DateTimeOffset? Created = null,
    double? ActiveSeconds = null,
    double? Agreement = null);

/// <summary>What an answer counts as.</summary>
public enum AnswerKind
{
    /// <summary>One person's answer.</summary>
    Annotation,

    /// <summary>A model's answer, used as a pre-label.</summary>
    Prediction,

    /// <summary>The known right answer.</summary>
    Gold,

    /// <summary>What was inferred from several answers.</summary>
    Result,
}
