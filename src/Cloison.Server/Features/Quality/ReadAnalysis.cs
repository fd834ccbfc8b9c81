using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Analysis;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>Agreement, confusions, what fewer answers would have cost, and signals: worked out from the newest answers when somebody asks, and kept nowhere.</summary>
internal static class ReadAnalysis
{
    private const int NewestTasks = 1_000, MaxAnswers = 8_000, Disputed = 12;

    /// <summary>One at a time: it takes a processor for a second, and people work meanwhile.</summary>
    private static readonly SemaphoreSlim Turn = new(1);

    public static async Task<Results<Ok<QualityAnalysis>, ProblemHttpResult>> HandleAsync(
        ProjectId project, Compartment compartment, Ontologies ontologies, PeopleNames names, CancellationToken ct)
    {
        if (await compartment.Database.ReadAsync(db => ProjectRow.Read(db, project), ct) is null)
            return CommonProblems.NotFound.ToHttp();
        var (tasks, answers) = await compartment.Database.ReadAsync(db => (Tasks(db, project), Answers(db, project)), ct);
        if (answers.Count == 0 || await ontologies.FindAsync(compartment, project, answers.Max(a => a.OntologyVersion), ct) is not { } ontology)
            return TypedResults.Ok(new QualityAnalysis(0, 0, [], [], [], [], []));
        var people = await names.OfAsync(answers.Select(a => a.Person), ct);
        var sealer = compartment.Sealer(project);
        var given = answers.ToLookup(
            a => a.Task, a => new GivenAnswer(a.Person.Text, sealer.OpenJson<AnnotationContent>(Seals.Annotation(a.Id), a.Content), a.Seconds));
        var batches = new Dictionary<BatchId, string>();
        List<AnsweredTask> answered = [.. tasks.Where(t => given[t.Task].Any()).Select(t => new AnsweredTask(
            t.Task.Text, t is { Batch: { } batch, BatchName: { } name } ? batches.TryGetValue(batch, out var known) ? known : batches[batch] = sealer.OpenText(Seals.BatchName(batch), name) : null,
            [.. given[t.Task].DistinctBy(a => a.Person)],
            t.Result is null ? null : sealer.OpenJson<ResultContent>(Seals.Result(t.Task), t.Result).Content))];

        await Turn.WaitAsync(ct);
        AnswerAnalysis analysis;
        try
        {
            analysis = await Task.Run(() => AnswerAnalysis.Of(ontology, answered), ct);
        }
        finally
        {
            Turn.Release();
        }

        string NameOf(string person) => PersonId.TryParse(person, out var id) && people.TryGetValue(id, out var name) ? name : person;
        return TypedResults.Ok(new QualityAnalysis(
            answered.Count, answered.Sum(t => t.Answers.Count),
            [.. analysis.Agreement.Select(r => new AgreementLine(
                r.Part, r.Row.Measure, (AgreementOfWhom)r.Row.Scope, r.Row.Scope == Inference.Agreement.AgreementScope.Pair ? [.. r.Row.Of.Select(NameOf)] : r.Row.Of,
                r.Row.Figure.Value, r.Row.Figure.Interval?.Low, r.Row.Figure.Interval?.High, r.Row.Figure.Tasks))],
            [.. analysis.Confusions.Select(c => new ConfusionTable(c.Part, c.Labels, c.Counts))],
            [.. analysis.Curves.Select(c => CurveOf(c, answered))],
            [.. analysis.Signals.Select(s => new WorkSignal(
                (WorkSignalKind)s.Kind, [.. s.People.Select(p => new PersonName(PersonId.Parse(p), NameOf(p)))], s.Value, s.Expected, s.PValue, s.FalseAlarm, s.Answers))],
            [.. tasks.Where(t => t.Agreement < 1).OrderBy(t => t.Agreement).Take(Disputed).Select(t => new DisputedTask(
                t.Task, sealer.OpenJson<TaskContent>(Seals.TaskContent(t.Task), t.Content).Shown(t.Task), t.Agreement!.Value))]));
    }

    private static RedundancyCurve CurveOf(CostCurve curve, List<AnsweredTask> answered)
    {
        var replay = curve.Replay;
        return new(
            curve.Part, replay.Tasks, replay.RecordedAnswers, replay.FixedAnswers, replay.AdaptiveAnswers, replay.RoutedAnswers,
            // A task that has fewer gives what it has.
            [.. replay.Fixed.Select(p => new RedundancyPoint(answered.Average(t => Math.Min(p.Answers, t.Answers.Count)), Math.Max(p.MajorityAccuracy, p.ModelAccuracy)))],
            Points(replay.Adaptive), Points(replay.Routed));

        static IReadOnlyList<RedundancyPoint> Points(IReadOnlyList<ReplayPoint> points) => [.. points.Select(p => new RedundancyPoint(p.AnswersPerTask, p.Accuracy))];
    }

    private sealed record FinishedTask(TaskId Task, BatchId? Batch, byte[]? BatchName, double? Agreement, byte[] Content, byte[]? Result);

    private sealed record StoredAnswer(AnnotationId Id, TaskId Task, PersonId Person, int OntologyVersion, byte[] Content, double Seconds);

    private static List<FinishedTask> Tasks(Session db, ProjectId project) => db.List(
        """
        SELECT t.id, t.batch, b.name, t.agreement, c.content, c.result
        FROM tasks t JOIN task_contents c ON c.task = t.id LEFT JOIN batches b ON b.id = t.batch
        WHERE t.project = @project AND t.state = @done AND t.accepted > 1 ORDER BY t.id DESC LIMIT @newest
        """,
        row => new FinishedTask(
            row.Id<TaskKind>(0), row.IdOrNull<BatchKind>(1), row.BytesOrNull(2), row.IsDBNull(3) ? null : row.GetDouble(3), row.Bytes(4), row.BytesOrNull(5)),
        ("@project", project.Text), ("@done", (long)TaskState.Done), ("@newest", (long)NewestTasks));

    private static List<StoredAnswer> Answers(Session db, ProjectId project) => db.List(
        """
        SELECT a.id, a.task, a.person, a.ontology_version, a.content, a.active_ms
        FROM (SELECT id FROM tasks WHERE project = @project AND state = @done AND accepted > 1 ORDER BY id DESC LIMIT @newest) t
        JOIN annotations a ON a.task = t.id WHERE a.state = @accepted ORDER BY a.id LIMIT @most
        """,
        row => new StoredAnswer(row.Id<AnnotationKind>(0), row.Id<TaskKind>(1), row.Id<PersonKind>(2), row.Int(3), row.Bytes(4), row.GetInt64(5) / 1000.0),
        ("@project", project.Text), ("@done", (long)TaskState.Done), ("@newest", (long)NewestTasks), ("@accepted", (long)AnnotationState.Accepted), ("@most", (long)MaxAnswers));
}
