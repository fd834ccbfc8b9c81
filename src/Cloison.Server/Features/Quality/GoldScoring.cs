using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Inference.Gold;
using Cloison.Inference.Skill;
using Cloison.Server.Features.Exams;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>How right an answer to a gold task is, and what follows from it for who gave it.</summary>
internal static class GoldScoring
{
    /// <param name="Score">0 to 1.</param>
    /// <param name="Feedback">After training: what he is shown.</param>
    internal sealed record Scored(double Score, TrainingFeedback? Feedback);

    /// <summary>Null: no gold task. Opened and compared before the writer's turn: its time is everybody's.</summary>
    public static async Task<Scored?> ScoreAsync(Compartment compartment, ProjectId project, TaskId task, AnnotationContent answer, Ontology ontology, CancellationToken ct)
    {
        var (gold, purpose, explanation, pass) = await compartment.Database.ReadAsync(
            db => db.First(
                """
                SELECT c.gold, g.purpose, g.explanation, COALESCE(q.pass_score, @pass)
                FROM tasks t JOIN gold_tasks g ON g.task = t.id JOIN task_contents c ON c.task = t.id LEFT JOIN quality_settings q ON q.project = t.project
                WHERE t.id = @task AND t.project = @project AND t.state = @gold
                """,
                row => (row.BytesOrNull(0), row.Enum<GoldPurpose>(1), row.BytesOrNull(2), row.GetDouble(3)),
                ("@task", task.Text), ("@project", project.Text), ("@gold", (long)TaskState.Gold), ("@pass", QualityRow.Default.PassScore)),
            ct);
        if (gold is null)
            return null;
        var sealer = compartment.Sealer(project);
        var right = sealer.OpenJson<AnnotationContent>(Seals.Gold(task), gold);
        var score = AnswerScore.Of(ontology, right, answer);
        return new(
            score,
            purpose == GoldPurpose.Training ? new(score, score >= pass, right, explanation is null ? null : sealer.OpenText(Seals.GoldExplanation(task), explanation)) : null);
    }

    /// <summary>In the transaction of the answer. Half of the pass mark's way is half of the evidence: see <see cref="Evidence"/>.</summary>
    public static void Store(Session db, Work.SubmitAnnotation.Answer answer, double score, DateTimeOffset now)
    {
        var isFirst = db.Execute(
            """
            INSERT INTO gold_answers (task, person, project, annotation, score, active_ms, at) VALUES (@task, @person, @project, @annotation, @score, @active, @now)
            ON CONFLICT (task, person) DO NOTHING
            """,
            ("@task", answer.Task.Text), ("@person", answer.Person.Text), ("@project", answer.Project.Text), ("@annotation", answer.Id.Text), ("@score", score),
            ("@active", answer.ActiveMs), ("@now", now.ToUnixTimeMilliseconds())) > 0;
        if (!isFirst)
            return;
        var pass = QualityRow.Read(db, answer.Project)?.Settings.PassScore ?? QualityRow.Default.PassScore;
        var evidence = new GoldEvidence(now, Evidence(score, pass), answer.ActiveMs / 1000.0);
        // In an exam the mark judges, and no rule besides.
        if (ExamScoring.Note(db, answer.Task, answer.Person, score, now))
            SkillLedger.Learn(db, answer.Project, answer.Person, evidence, now);
        else
            SkillLedger.Add(db, answer.Project, answer.Person, evidence, now);
        GoldWatch.Look(db, answer.Project, answer.Task, pass);
    }

    /// <summary>From the pass mark on an answer is right; below, as much as it reaches of half of it, so that the engine's half is the pass mark.</summary>
    private static double Evidence(double score, double pass) => score >= pass ? 1 : pass > 0 ? 0.5 * score / pass : 1;
}
