using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Contracts;

/// <summary>A starting point for a project.</summary>
/// <param name="Id">image_boxes, image_polygons, image_classification, text_classification, named_entities, compare_texts, free_form.</param>
public sealed record ProjectTemplate(string Id, Ontology Ontology, string Instructions);

/// <param name="Overlap">Accepted answers wanted per task, 1 to 100.</param>
/// <param name="ReviewLevels">Reviewers that an annotation must pass, 0 to 2.</param>
/// <param name="LeaseSeconds">How long a task is held for one person without a sign of life, 60 to 86,400.</param>
public sealed record NewProject(
    string Name,
    Ontology Ontology,
    string Instructions = "",
    int Overlap = 1,
    int ReviewLevels = 0,
    int LeaseSeconds = 900);

/// <summary>Absent = unchanged.</summary>
/// <param name="Watermark">Whether who looks, when, and for whom stands across what is shown to workers.</param>
public sealed record UpdateProject(
    string? Name = null,
    string? Instructions = null,
    int? Overlap = null,
    int? ReviewLevels = null,
    int? LeaseSeconds = null,
    ProjectState? State = null,
    bool? Watermark = null);

public sealed record CloneProject(string Name);

/// <param name="IsWithheld">The owner has taken its key back: the name is empty, and nothing of it can be read.</param>
public sealed record ProjectSummary(
    ProjectId Id,
    string Name,
    ProjectState State,
    Editor Editor,
    int Overlap,
    int ReviewLevels,
    TaskCounts Tasks,
    DateTimeOffset CreatedAt,
    bool IsWithheld = false);

/// <param name="Gold">Tasks whose right answer is known, and that are given to see how well people work.</param>
public sealed record TaskCounts(long Open, long Review, long Done, long Cancelled, long Gold = 0);

public sealed record ProjectDetail(
    ProjectId Id,
    string Name,
    ProjectState State,
    Ontology Ontology,
    int OntologyVersion,
    string Instructions,
    int Overlap,
    int ReviewLevels,
    int LeaseSeconds,
    TaskCounts Tasks,
    DateTimeOffset CreatedAt,
    bool Watermark = false);

public sealed record OntologyVersion(int Version, Ontology Ontology, PersonId? CreatedBy, DateTimeOffset CreatedAt);

/// <param name="Labels">Regions and answers in accepted annotations, by class name or <c>field=value</c>, most first.</param>
/// <param name="Hours">Annotations submitted in each of the last 168 hours that had any, oldest first.</param>
public sealed record ProjectStats(
    TaskCounts Tasks,
    IReadOnlyList<LabelCount> Labels,
    IReadOnlyList<HourCount> Hours,
    IReadOnlyList<PersonStats> People,
    double? Agreement);

public sealed record LabelCount(string Label, long Count);

public sealed record HourCount(DateTimeOffset Hour, long Count);

/// <param name="ActiveSeconds">Time in front of the task with input, as the clients measured it.</param>
public sealed record PersonStats(PersonId Person, string Name, long Submitted, long Accepted, long Rejected, long Reviews, long Skipped, double ActiveSeconds, DateTimeOffset? LastAt);

public sealed record BatchSummary(BatchId Id, string Name, TaskCounts Tasks, DateTimeOffset CreatedAt);
