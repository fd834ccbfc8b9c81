using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Inference.Adaptive;
using Cloison.Inference.Gold;
using Cloison.Inference.Skill;
using Cloison.Server.Features.Review;
using Cloison.Server.Features.Tasks;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>
/// What follows from a result: how sure it is, whether one more person is asked or a lead has to decide, and what it says about those who answered.
/// </summary>
internal static class ResultQuality
{
    /// <summary>Two answers that differ do not say which is wrong.</summary>
    private const int FewestForEvidence = 3;

    /// <param name="Confidence">0 to 1.</param>
    /// <param name="Scores">Of each answer, how much of it the others make right; empty with too few of them.</param>
    internal sealed record Judged(double Confidence, IReadOnlyList<(AnnotationId Annotation, PersonId Person, double Score, double Seconds)> Scores);

    public static IReadOnlyDictionary<PersonId, double> TrustIn(Session db, ProjectId project, IReadOnlyList<AnnotationDetail> answers) =>
        answers.Select(a => a.Person).Distinct().ToDictionary(p => p, p => SkillEstimate.Of(SkillRow.Read(db, project, p).State, QualityRow.Skill).Mean);

    public static Judged Judge(Ontology ontology, IReadOnlyList<AnnotationDetail> answers, TaskResult result, IReadOnlyDictionary<PersonId, double> trust)
    {
        var confidence = AnswerConfidence.Of(ontology, [.. answers.Select(a => (a.Content, trust[a.Person]))], result.Content) ?? result.Agreement ?? 0;
        if (answers.Count < FewestForEvidence)
            return new(confidence, []);
        return new(
            confidence,
            // Each against the others alone: nobody vouches for himself.
            [.. answers.Select(a => (a.Id, a.Person, AnswerScore.Of(ontology, Consensuses.Of(ontology, [.. answers.Where(o => o.Id != a.Id)]).Content, a.Content), a.ActiveSeconds))]);
    }

    public static void Store(Session db, ProjectId project, TaskId id, Judged judged, DateTimeOffset now)
    {
        foreach (var (annotation, person, score, seconds) in judged.Scores)
        {
            // Once an answer: a result that is worked out again, with one more of them, is no new evidence about the old ones.
            var isNew = db.Execute(
                "UPDATE annotations SET consensus_score = @score WHERE id = @id AND consensus_score IS NULL", ("@score", score), ("@id", annotation.Text)) > 0;
            if (isNew)
                SkillLedger.Add(db, project, person, new ConsensusEvidence(now, score, seconds), now);
        }

        db.Execute("UPDATE tasks SET confidence = @confidence WHERE id = @task", ("@confidence", judged.Confidence), ("@task", id.Text));
        if (QualityRow.Read(db, project) is not { Settings: { WantedConfidence: { } wanted } settings }
            || TaskProgress.Read(db, project, id) is not { State: TaskState.Done } task)
            return;
        if (judged.Confidence >= wanted)
            db.Execute("UPDATE tasks SET is_unclear = 0 WHERE id = @task", ("@task", id.Text));
        else if (task.Overlap >= settings.MaxAnswers)
            db.Execute("UPDATE tasks SET is_unclear = 1 WHERE id = @task", ("@task", id.Text));
        else
            AskOneMore(db, task, now);
    }

    private static void AskOneMore(Session db, TaskProgress task, DateTimeOffset now)
    {
        var more = task with { Overlap = task.Overlap + 1, FreeSlots = task.FreeSlots + 1 };
        db.Execute(
            "UPDATE tasks SET overlap = @overlap, free_slots = @free WHERE id = @id",
            ("@overlap", (long)more.Overlap), ("@free", (long)more.FreeSlots), ("@id", task.Task.Text));
        TaskProgress.Change(db, more, now);
        TaskQueue.MoveBack(db, task.Task);
    }
}
