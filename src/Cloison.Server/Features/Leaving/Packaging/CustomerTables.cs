using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>
/// Every table of a compartment and what of it a customer takes away. A test compares this with the database: a table or column that is neither written nor left out
/// on purpose fails it.
/// </summary>
internal static class CustomerTables
{
    /// <summary>Not written: counters and cursors of the queue, and what follows from the tables that are.</summary>
    public static readonly IReadOnlyList<string> LeftOut =
        ["migrations", "sequences", "task_assets", "task_counts", "queue_cursors", "task_labels"];

    /// <summary>In the folder of each project.</summary>
    public static readonly IReadOnlyList<TableExport> OfProject =
    [
        new("projects", "project.jsonl", RowScope.Self, ["id"],
            [
                new TextField("id"), new WordField<ProjectState>("state"), new SealedTextField("name", l => Seals.ProjectName(ProjectId.Parse(l.Text("id")))),
                new SealedTextField("instructions", l => Seals.Instructions(ProjectId.Parse(l.Text("id")))), new WordField<Editor>("editor"), new NumberField("overlap"),
                new NumberField("review_levels"), new NumberField("lease_seconds"), new NumberField("ontology_version"), new FlagField("watermark"), new TextField("created_by"), new TimeField("created_at"),
            ], []),
        new("ontologies", "ontologies.jsonl", RowScope.Project, ["project", "version"],
            [
                new NumberField("version"), new SealedJsonField("content", l => Seals.Ontology(ProjectId.Parse(l.Text("project")), (int)l.Number("version"))),
                new TextField("created_by"), new TimeField("created_at"),
            ], ["project"]),
        new("batches", "batches.jsonl", RowScope.Project, ["id"],
            [new TextField("id"), new SealedTextField("name", l => Seals.BatchName(BatchId.Parse(l.Text("id")))), new TimeField("created_at")], ["project", "name_key"]),
        new("assets", "assets.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new TextField("media_type"), new NumberField("bytes"), new NumberField("width"), new NumberField("height"), new FlagField("is_instruction"),
                new TimeField("created_at"),
            ], ["project", "blob", "thumbnail_blob"]),
        new("tasks", "tasks.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new TextField("batch"), new WordField<TaskState>("state"), new NumberField("rank"), new NumberField("pos"), new NumberField("overlap"),
                new NumberField("free_slots"), new NumberField("accepted"), new NumberField("pending"), new NumberField("answers"), new TextField("result_annotation"),
                new RealField("agreement"), new RealField("confidence"), new FlagField("is_unclear"), new TimeField("created_at"), new TimeField("updated_at"), new SealedJsonField("content", l => Seals.TaskContent(Task(l, "id"))),
                new SealedJsonField("gold", l => Seals.Gold(Task(l, "id"))), new SealedJsonField("result", l => Seals.Result(Task(l, "id"))),
            ], ["project", "external_key", "content_key", "stem_key", "token", "thumbnail", "result_due"]) { With = ("task_contents", "task") },
        new("predictions", "predictions.jsonl", RowScope.Task, ["task", "n"],
            [new TextField("task"), new NumberField("n"), new SealedJsonField("content", l => Seals.Prediction(Task(l, "task"), (int)l.Number("n")))], []),
        new("annotations", "annotations.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new TextField("task"), new TextField("person"), new TextField("lease"), new WordField<AnnotationState>("state"), new NumberField("level"),
                new TextField("replaces"), new NumberField("ontology_version"), new SealedJsonField("content", l => Seals.Annotation(AnnotationId.Parse(l.Text("id")))),
                new NumberField("active_ms"), new TimeField("rework_until"), new TimeField("created_at"), new RealField("consensus_score"),
            ], ["project", "content_hash"]),
        new("reviews", "reviews.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new TextField("task"), new TextField("annotation"), new TextField("person"), new NumberField("level"), new WordField<Verdict>("verdict"),
                new SealedTextField("comment", l => Seals.ReviewComment(ReviewId.Parse(l.Text("id")))), new TextField("fix"), new NumberField("active_ms"), new TimeField("created_at"),
            ], ["project", "content_hash"]),
        new("comments", "comments.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new TextField("task"), new TextField("annotation"), new TextField("person"),
                new SealedJsonField("content", l => Seals.Comment(CommentId.Parse(l.Text("id")))), new FlagField("resolved"), new TimeField("created_at"),
            ], ["project"]),
        new("drafts", "drafts.jsonl", RowScope.Task, ["task", "person"],
            [
                new TextField("task"), new TextField("person"), new NumberField("version"),
                new SealedJsonField("content", l => Seals.Draft(Task(l, "task"), PersonId.Parse(l.Text("person")))), new TimeField("updated_at"),
            ], []),
        new("leases", "leases.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new TextField("task"), new TextField("annotation"), new TextField("person"), new WordField<LeasePurpose>("kind"), new NumberField("level"),
                new WordField<LeaseState>("state"), new SealedTextField("reason", l => Seals.SkipReason(LeaseId.Parse(l.Text("id")))), new TimeField("created_at"),
                new TimeField("ended_at"), new TimeField("expires_at"),
            ], ["project", "token"]),
        new("task_people", "task-people.jsonl", RowScope.Task, ["task", "person"], [new TextField("task"), new TextField("person"), new NumberField("state")], []),
        new("task_events", "task-events.jsonl", RowScope.Task, ["task", "at"],
            [
                new TextField("task"), new TimeField("at"), new TextField("kind"), new TextField("person"),
                new SealedTextField("detail", l => Seals.EventDetail(Task(l, "task"), l.Number("at"))),
            ], []) { KeyRepeats = true },
        new("labels", "labels.jsonl", RowScope.Project, ["id"],
            [new NumberField("id"), new SealedTextField("name", l => Seals.LabelName(l.Number("id"))), new NumberField("n")], ["project", "name_key"]),
        new("person_stats", "person-stats.jsonl", RowScope.Project, ["person"],
            [
                new TextField("person"), new NumberField("submitted"), new NumberField("accepted"), new NumberField("rejected"), new NumberField("reviews"), new NumberField("skipped"),
                new NumberField("active_ms"), new TimeField("last_at"),
            ], ["project"]),
        new("quality_settings", "quality-settings.jsonl", RowScope.Project, ["project"],
            [
                new RealField("wanted_confidence"), new NumberField("max_answers"), new RealField("gold_rate"), new RealField("newcomer_gold_rate"), new RealField("pass_score"),
                new TextField("rules"), new NumberField("exam_questions"), new RealField("exam_pass_mark"), new NumberField("exam_max_tries"), new RealField("exam_wait_hours"),
            ], ["project", "seed"]),
        new("gold_tasks", "gold-tasks.jsonl", RowScope.Project, ["task"],
            [
                new TextField("task"), new WordField<GoldPurpose>("purpose"), new WordField<GoldTaskState>("state"),
                new SealedTextField("explanation", l => Seals.GoldExplanation(Task(l, "task"))), new NumberField("given"), new TextField("added_by"), new TimeField("added_at"),
            ], ["project"]),
        new("gold_answers", "gold-answers.jsonl", RowScope.Project, ["task", "person"],
            [
                new TextField("task"), new TextField("person"), new TextField("annotation"), new RealField("score"), new NumberField("active_ms"), new TimeField("at"),
            ], ["project"]),
        new("skills", "skills.jsonl", RowScope.Project, ["person"],
            [
                new TextField("person"), new WordField<Standing>("standing"), new NumberField("given"), new TextField("state"), new FlagField("is_discounted"),
                new NumberField("exam_void_until"), new NumberField("exam_extra_tries"), new TextField("exam_waived_by"), new TimeField("updated_at"),
            ], ["project", "gold_in_row", "shown", "exam_granted_after"]),
        new("exam_tries", "exam-tries.jsonl", RowScope.Project, ["person", "n"],
            [
                new TextField("person"), new NumberField("n"), new TimeField("begun_at"), new TimeField("finished_at"), new NumberField("questions"), new RealField("score"), new FlagField("passed"),
            ], ["project"]),
        new("exam_questions", "exam-questions.jsonl", RowScope.Project, ["task", "person"],
            [
                new TextField("task"), new TextField("person"), new NumberField("n"), new NumberField("place"), new RealField("score"),
            ], ["project"]),
        new("skill_days", "skill-days.jsonl", RowScope.Project, ["person", "day"],
            [
                new TextField("person"), new NumberField("day"), new RealField("mean"), new RealField("lower_end"), new RealField("upper_end"), new RealField("evidence"),
            ], ["project"]),
        new("skill_notices", "skill-notices.jsonl", RowScope.Project, ["project", "person", "n"],
            [
                new TextField("person"), new NumberField("n"), new TimeField("at"), new TextField("rule"), new WordField<RuleAction>("action"), new WordField<RuleMeasure>("measure"),
                new RealField("value"), new RealField("threshold"), new RealField("evidence"),
                new SealedTextField("appeal", l => Seals.Appeal(ProjectId.Parse(l.Text("project")), PersonId.Parse(l.Text("person")), (int)l.Number("n"))),
                new TimeField("appealed_at"), new TextField("settled_by"), new TimeField("settled_at"), new FlagField("is_taken_back"),
            ], ["project"]),
        new("acceptances", "acceptances.jsonl", RowScope.Project, ["project", "n"],
            [
                new NumberField("n"), new TextField("batch"), new WordField<AcceptanceState>("state"), new NumberField("tasks"), new NumberField("sample_size"), new NumberField("most_wrong"),
                new NumberField("seed"), new RealField("rejectable_rate"), new RealField("acceptable_rate"), new RealField("consumer_risk"), new RealField("producer_risk"),
                new RealField("confidence"), new RealField("wrong_from"), new SealedJsonField("kinds", l => Seals.AcceptanceKinds(ProjectId.Parse(l.Text("project")), (int)l.Number("n"))),
                new TextField("lot"), new TextField("drawn_by"), new TimeField("drawn_at"), new TextField("ended_by"), new TimeField("ended_at"),
                new SealedJsonField("certificate", l => Seals.AcceptanceCertificate(ProjectId.Parse(l.Text("project")), (int)l.Number("n"))), new TimeField("certified_at"),
                new NumberField("entry"),
            ], ["project", "version"]),
        new("acceptance_items", "acceptance-items.jsonl", RowScope.Project, ["project", "acceptance", "task"],
            [
                new NumberField("acceptance"), new TextField("task"), new TextField("stratum"), new SealedTextField("digest", l => Seals.ResultDigest(ProjectId.Parse(l.Text("project")), (int)l.Number("acceptance"), Task(l, "task"))),
                new TimeField("digest_at"), new NumberField("changes"), new FlagField("is_repaired"), new RealField("weight"),
                new SealedJsonField("finding", l => Seals.AuditFinding(ProjectId.Parse(l.Text("project")), (int)l.Number("acceptance"), Task(l, "task"))),
                new TextField("audited_by"), new TimeField("audited_at"),
            ], ["project"]),
        new("hour_stats", "hour-stats.jsonl", RowScope.Project, ["hour"], [new NumberField("hour"), new NumberField("n")], ["project"]),
        new("imports", "imports.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new WordField<TransferState>("state"), new SealedJsonField("options", l => Seals.ImportOptions(ImportId.Parse(l.Text("id")))),
                new TextField("batch"), new NumberField("files"), new NumberField("tasks"), new NumberField("duplicates"), new NumberField("labels_added"), new NumberField("refused"),
                new SealedTextField("problem", l => Seals.ImportProblem(ImportId.Parse(l.Text("id")))), new TextField("created_by"), new TimeField("created_at"),
                new TimeField("finished_at"),
            ], ["project"]),
        new("import_files", "import-files.jsonl", RowScope.Import, ["import", "path_key"],
            [
                new TextField("import"), new SealedTextField("path", l => Seals.ImportPath(ImportId.Parse(l.Text("import")), PathKey(l))), new TextField("outcome"),
                new NumberField("tasks"), new SealedTextField("reason", l => Seals.ImportReason(ImportId.Parse(l.Text("import")), PathKey(l))),
            ], ["path_key", "kind", "artifact"]),
        new("import_refusals", "import-refusals.jsonl", RowScope.Import, ["import", "n"],
            [
                new TextField("import"), new NumberField("n"),
                new SealedJsonField("content", l => Seals.ImportRefusal(ImportId.Parse(l.Text("import")), l.Number("n"))),
            ], ["source"]),
        new("exports", "exports.jsonl", RowScope.Project, ["id"],
            [
                new TextField("id"), new WordField<TransferState>("state"), new SealedJsonField("options", l => Seals.ExportOptions(ExportId.Parse(l.Text("id")))),
                new NumberField("bytes"), new NumberField("tasks"), new NumberField("annotations"), new SealedJsonField("report", l => Seals.ExportReport(ExportId.Parse(l.Text("id")))),
                new SealedTextField("problem", l => Seals.ExportProblem(ExportId.Parse(l.Text("id")))), new TextField("created_by"), new TimeField("created_at"),
                new TimeField("finished_at"),
            ], ["project", "artifact"]),
    ];

    /// <summary>At the top of the archive.</summary>
    public static readonly IReadOnlyList<TableExport> OfCustomer =
    [
        new("customer_exports", "customer-exports.jsonl", RowScope.Compartment, ["id"],
            [
                new TextField("id"), new WordField<TransferState>("state"), new SealedJsonField("options", l => Seals.CustomerExportOptions(ExportId.Parse(l.Text("id")))),
                new NumberField("bytes"), new NumberField("members"), new SealedTextField("problem", l => Seals.CustomerExportProblem(ExportId.Parse(l.Text("id")))),
                new TextField("created_by"), new TimeField("created_at"), new TimeField("finished_at"),
            ], ["artifact"]),
        new("blind_settings", "blind-settings.jsonl", RowScope.Compartment, ["id"], [new NumberField("id"), new SealedJsonField("content", _ => Seals.BlindSettings)], []),
        new("name_overrides", "name-overrides.jsonl", RowScope.Compartment, ["n"],
            [
                new NumberField("n"), new TextField("project"), new TextField("person"), new TimeField("at"), new SealedJsonField("content", l => Seals.NameOverride(l.Number("n"))),
            ], []),
    ];

    private static TaskId Task(Line line, string column) => TaskId.Parse(line.Text(column));

    private static string PathKey(Line line) => Convert.ToHexStringLower(line.Bytes("path_key"));
}
