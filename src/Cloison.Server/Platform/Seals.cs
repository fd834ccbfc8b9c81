using Cloison.Storage.Sealing;

namespace Cloison.Server.Platform;

/// <summary>Every sealed column of a compartment and the row that it is bound to: the list of what is encrypted.</summary>
internal static class Seals
{
    public static SealContext ProjectName(ProjectId project) => new("projects", "name", project.Text);

    public static SealContext Instructions(ProjectId project) => new("projects", "instructions", project.Text);

    public static SealContext Ontology(ProjectId project, int version) => new("ontologies", "content", $"{project}/{version}");

    public static readonly SealContext BlindSettings = new("blind_settings", "content", "1");

    public static SealContext NameOverride(long n) => new("name_overrides", "content", n.ToString());

    public static SealContext BatchName(BatchId batch) => new("batches", "name", batch.Text);

    public static SealContext TaskContent(TaskId task) => new("task_contents", "content", task.Text);

    public static SealContext Gold(TaskId task) => new("task_contents", "gold", task.Text);

    public static SealContext GoldExplanation(TaskId task) => new("gold_tasks", "explanation", task.Text);

    public static SealContext Appeal(ProjectId project, PersonId person, int n) => new("skill_notices", "appeal", $"{project}/{person}/{n}");

    public static SealContext AcceptanceKinds(ProjectId project, int n) => new("acceptances", "kinds", $"{project}/{n}");

    public static SealContext AcceptanceCertificate(ProjectId project, int n) => new("acceptances", "certificate", $"{project}/{n}");

    public static SealContext ResultDigest(ProjectId project, int acceptance, TaskId task) => new("acceptance_items", "digest", $"{project}/{acceptance}/{task}");

    public static SealContext AuditFinding(ProjectId project, int acceptance, TaskId task) => new("acceptance_items", "finding", $"{project}/{acceptance}/{task}");

    public static SealContext Result(TaskId task) => new("task_contents", "result", task.Text);

    public static SealContext Prediction(TaskId task, int n) => new("predictions", "content", $"{task}/{n}");

    public static SealContext Annotation(AnnotationId annotation) => new("annotations", "content", annotation.Text);

    public static SealContext SkipReason(LeaseId lease) => new("leases", "reason", lease.Text);

    public static SealContext ReviewComment(ReviewId review) => new("reviews", "comment", review.Text);

    public static SealContext Comment(CommentId comment) => new("comments", "content", comment.Text);

    public static SealContext Draft(TaskId task, PersonId person) => new("drafts", "content", $"{task}/{person}");

    public static SealContext EventDetail(TaskId task, long at) => new("task_events", "detail", $"{task}/{at}");

    public static SealContext LabelName(long label) => new("labels", "name", label.ToString());

    public static SealContext ImportOptions(ImportId import) => new("imports", "options", import.Text);

    public static SealContext ImportProblem(ImportId import) => new("imports", "problem", import.Text);

    public static SealContext ImportPath(ImportId import, string pathKey) => new("import_files", "path", $"{import}/{pathKey}");

    public static SealContext ImportReason(ImportId import, string pathKey) => new("import_files", "reason", $"{import}/{pathKey}");

    public static SealContext ImportRefusal(ImportId import, long n) => new("import_refusals", "content", $"{import}/{n}");

    public static SealContext ExportOptions(ExportId export) => new("exports", "options", export.Text);

    public static SealContext ExportReport(ExportId export) => new("exports", "report", export.Text);

    public static SealContext ExportProblem(ExportId export) => new("exports", "problem", export.Text);

    public static SealContext CustomerExportOptions(ExportId export) => new("customer_exports", "options", export.Text);

    public static SealContext CustomerExportProblem(ExportId export) => new("customer_exports", "problem", export.Text);
}
