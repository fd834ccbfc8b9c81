using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Quality;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Review;

/// <summary>Works out the results of tasks that have all their answers, in the background: a consensus is too slow for the writer.</summary>
internal sealed class ResultMaker(Installation installation, Consensuses consensuses, TaskReader reader, TimeProvider clock, ILogger<ResultMaker> log) : BackgroundService
{
    private const int Chunk = 100;

    /// <summary>Makes every result that is due; returns how many.</summary>
    public async Task<int> MakeAsync(Compartment compartment, CancellationToken ct)
    {
        var made = 0;
        // Each task once in a round: one that cannot be worked out now neither holds up the others nor keeps the round from ending.
        for (var (project, task) = ("", ""); ;)
        {
            var (afterProject, afterTask) = (project, task);
            var due = await compartment.Database.ReadAsync(
                db => db.List(
                    """
                    SELECT project, id FROM tasks WHERE result_due = 1 AND (project > @project OR (project = @project AND id > @task))
                    ORDER BY project, id LIMIT @chunk
                    """,
                    row => (Project: row.Id<ProjectKind>(0), Task: row.Id<TaskKind>(1)),
                    ("@project", afterProject), ("@task", afterTask), ("@chunk", (long)Chunk)),
                ct);
            foreach (var next in due)
                made += await TryMakeAsync(compartment, next.Project, next.Task, ct) ? 1 : 0;
            if (due.Count < Chunk)
                return made;
            (project, task) = (due[^1].Project.Text, due[^1].Task.Text);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var compartment in installation.Opened)
                try
                {
                    await MakeDueAsync(compartment, stoppingToken);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    log.LogError(e, "Working out results of {Customer} failed.", compartment.Customer);
                }
    }

    // A look first: a custodian is asked for nothing only when there is nothing to do.
    private async Task MakeDueAsync(Compartment compartment, CancellationToken ct)
    {
        if (!await compartment.Database.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM (SELECT 1 FROM tasks WHERE result_due = 1 LIMIT 1) due") > 0, ct))
            return;
        using var pass = compartment.Custody.EnterJob();
        if (pass.Answer == CustodyAnswer.Open)
            await MakeAsync(compartment, ct);
    }

    private async Task<bool> TryMakeAsync(Compartment compartment, ProjectId project, TaskId task, CancellationToken ct)
    {
        // Withheld: it stays due.
        if (!compartment.Keys.CanOpen(project))
            return false;
        try
        {
            return await MakeAsync(compartment, project, task, ct);
        }
        catch (SealBrokenException e) when (e.Reason is SealBreak.KeyRevoked or SealBreak.Locked)
        {
            return false;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "Working out the result of {Task} failed.", task);
            return false;
        }
    }

    private async Task<bool> MakeAsync(Compartment compartment, ProjectId project, TaskId task, CancellationToken ct)
    {
        var answers = (await reader.AnnotationsOfAsync(compartment, project, task, ct)).Where(a => a.State == AnnotationState.Accepted).ToList();
        if (answers.Count == 0 || await consensuses.OntologyOfAsync(compartment, project, answers, ct) is not { } ontology)
            return false;
        var trust = await compartment.Database.ReadAsync(db => ResultQuality.TrustIn(db, project, answers), ct);
        var result = Consensuses.Of(ontology, answers, trust);
        var now = clock.GetUtcNow();
        var judged = ResultQuality.Judge(ontology, answers, result, trust);
        var content = compartment.Sealer(project).SealJson(Seals.Result(task), new ResultContent(result.Content, result.Agreement, now));
        await compartment.Database.WriteAsync(
            db =>
            {
                // Answers that came in meanwhile set the mark again, by their own change.
                var accepted = db.Scalar<long>("SELECT accepted FROM tasks WHERE id = @task", ("@task", task.Text));
                db.Execute(
                    "UPDATE tasks SET result_due = @due, agreement = @agreement WHERE id = @task",
                    ("@due", accepted == answers.Count ? 0L : 1L), ("@agreement", result.Agreement), ("@task", task.Text));
                db.Execute("UPDATE task_contents SET result = @result WHERE task = @task", ("@result", content), ("@task", task.Text));
                ResultQuality.Store(db, project, task, judged, now);
            },
            ct);
        return true;
    }
}
