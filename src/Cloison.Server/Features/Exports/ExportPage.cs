using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Formats.Dataset;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Exports;

/// <summary>Some tasks with their answers, as they lie in the database: read in one go, and opened apart from it by several threads.</summary>
internal sealed class ExportPage
{
    public const int Size = 200;

    // Before the statements that are made of it.
    private static readonly string Names = string.Join(", ", Enumerable.Range(0, Size).Select(i => $"@p{i}"));

    // One statement for every page, so that it is prepared once; the last page is filled up with ids that no task has.
    private static readonly string TaskSql =
        $"""
        SELECT t.id, t.state, t.batch, t.rank, t.agreement, c.content, c.gold, c.result, a.id, a.content, a.person, a.ontology_version, a.active_ms, a.created_at
        FROM tasks t JOIN task_contents c ON c.task = t.id LEFT JOIN annotations a ON a.id = t.result_annotation WHERE t.id IN ({Names})
        """;

    private static readonly string AnnotationColumns = "id, task, person, state, ontology_version, content, active_ms, created_at";
    private static readonly string AcceptedSql = $"SELECT {AnnotationColumns} FROM annotations WHERE task IN ({Names}) AND state = 1";
    private static readonly string AllAnnotationsSql = $"SELECT {AnnotationColumns} FROM annotations WHERE task IN ({Names})";
    private static readonly string ReviewSql = $"SELECT id, annotation, person, level, verdict, comment, created_at FROM reviews WHERE task IN ({Names})";
    private static readonly string PredictionSql = $"SELECT task, n, content FROM predictions WHERE task IN ({Names})";

    private readonly ExportedAnswers answers;
    private readonly List<TaskLine> tasks;
    private readonly ILookup<TaskId, AnnotationLine> annotations;
    private readonly ILookup<AnnotationId, ReviewLine> reviews;
    private readonly ILookup<TaskId, (int N, byte[] Content)> predictions;

    private ExportPage(Session db, TaskId[] ids, ExportedAnswers answers)
    {
        this.answers = answers;
        var parameters = new (string, object?)[Size];
        for (var i = 0; i < Size; i++)
            parameters[i] = ($"@p{i}", i < ids.Length ? ids[i].Text : "");
        tasks = db.List(TaskSql, TaskLine.Map, parameters);
        tasks.Sort((a, b) => a.Id.CompareTo(b.Id));
        var (wantsAnnotations, wantsAll) = (answers != ExportedAnswers.Results, answers == ExportedAnswers.Everything);
        annotations = (wantsAnnotations ? db.List(wantsAll ? AllAnnotationsSql : AcceptedSql, AnnotationLine.Map, parameters) : [])
            .OrderBy(a => a.Id).ToLookup(a => a.Task);
        reviews = (wantsAll ? db.List(ReviewSql, ReviewLine.Map, parameters) : []).OrderBy(r => r.Id).ToLookup(r => r.Annotation);
        predictions = (wantsAll ? db.List(PredictionSql, row => (Task: row.Id<TaskKind>(0), N: row.Int(1), Content: row.Bytes(2)), parameters) : [])
            .OrderBy(p => p.N).ToLookup(p => p.Task, p => (p.N, p.Content));
    }

    public static ExportPage Read(Session db, TaskId[] ids, ExportedAnswers answers) => new(db, ids, answers);

    public List<DatasetItem> Open(Sealer sealer, IReadOnlyDictionary<BatchId, string> batches) => tasks.ConvertAll(task =>
    {
        var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(task.Id), task.Content);
        var given = new List<LabelledAnswer>();
        if (answers == ExportedAnswers.Everything)
        {
            given.AddRange(predictions[task.Id].Select(p => sealer.OpenJson<PredictionDetail>(Seals.Prediction(task.Id, p.N), p.Content))
                .Select(p => new LabelledAnswer(AnswerKind.Prediction, p.Content, p.Model)));
            if (task.Gold is not null)
                given.Add(new(AnswerKind.Gold, sealer.OpenJson<AnnotationContent>(Seals.Gold(task.Id), task.Gold)));
        }

        if (answers != ExportedAnswers.Results)
            given.AddRange(annotations[task.Id].Select(a => a.Open(sealer, reviews[a.Id])));
        if (answers != ExportedAnswers.Accepted && OpenResult(task, sealer) is { } result)
            given.Add(result);
        return new DatasetItem(
            content.Data, given, content.Name.Length == 0 ? null : content.Name, task.Batch is { } batch ? batches.GetValueOrDefault(batch) : null, task.Id.Text, task.State,
            TaskQueue.PriorityOf(task.Rank));
    });

    private static LabelledAnswer? OpenResult(TaskLine task, Sealer sealer)
    {
        if (task.Result is not null)
        {
            var result = sealer.OpenJson<ResultContent>(Seals.Result(task.Id), task.Result);
            return new(AnswerKind.Result, result.Content, Created: result.At, Agreement: result.Agreement);
        }

        return task.Single is not { } single
            ? null
            : single.Open(sealer, []) with { Kind = AnswerKind.Result, State = null, Agreement = task.Agreement };
    }

    /// <param name="Single">The answer that is the result, when there was only one.</param>
    private sealed record TaskLine(
        TaskId Id, TaskState State, BatchId? Batch, long Rank, double? Agreement, byte[] Content, byte[]? Gold, byte[]? Result, AnnotationLine? Single)
    {
        public static TaskLine Map(DbDataReader row)
        {
            var id = row.Id<TaskKind>(0);
            return new(
                id, row.Enum<TaskState>(1), row.IdOrNull<BatchKind>(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetDouble(4), row.Bytes(5), row.BytesOrNull(6),
                row.BytesOrNull(7),
                row.IsDBNull(8) ? null : new(
                    row.Id<AnnotationKind>(8), id, row.Id<PersonKind>(10), AnnotationState.Accepted, row.Int(11), row.Bytes(9), row.GetInt64(12), row.Time(13)));
        }
    }

    private sealed record AnnotationLine(
        AnnotationId Id, TaskId Task, PersonId Person, AnnotationState State, int OntologyVersion, byte[] Content, long ActiveMs, DateTimeOffset At)
    {
        public static AnnotationLine Map(DbDataReader row) => new(
            row.Id<AnnotationKind>(0), row.Id<TaskKind>(1), row.Id<PersonKind>(2), row.Enum<AnnotationState>(3), row.Int(4), row.Bytes(5), row.GetInt64(6), row.Time(7));

        /// <summary>People are named by their ids: who they are stays with the workforce.</summary>
        public LabelledAnswer Open(Sealer sealer, IEnumerable<ReviewLine> reviews) => new(
            AnswerKind.Annotation, sealer.OpenJson<AnnotationContent>(Seals.Annotation(Id), Content), Person.Text, Id.Text, OntologyVersion, State, At, ActiveMs / 1000.0,
            Reviews: reviews.Select(r => r.Open(sealer)).ToList() is { Count: > 0 } judged ? judged : null);
    }

    private sealed record ReviewLine(ReviewId Id, AnnotationId Annotation, PersonId Person, int Level, Verdict Verdict, byte[]? Comment, DateTimeOffset At)
    {
        public static ReviewLine Map(DbDataReader row) => new(
            row.Id<ReviewKind>(0), row.Id<AnnotationKind>(1), row.Id<PersonKind>(2), row.Int(3), row.Enum<Verdict>(4), row.BytesOrNull(5), row.Time(6));

        public AnswerReview Open(Sealer sealer) => new(
            Person.Text, Verdict, Level, Comment is null ? null : sealer.OpenText(Seals.ReviewComment(Id), Comment), At);
    }
}
