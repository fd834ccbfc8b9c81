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
    /// <summary>Without a probability: two answers that differ do not say which is wrong.</summary>
    private const int FewestForAgreement = 3;

    /// <param name="Confidence">0 to 1.</param>
    /// <param name="Scores">Of each answer, how likely the others make it, or how much of it they make right; without those of which they say nothing.</param>
    internal sealed record Judged(double Confidence, IReadOnlyList<(AnnotationId Annotation, PersonId Person, double Score, double Seconds)> Scores);

    public static IReadOnlyDictionary<PersonId, double> TrustIn(Session db, ProjectId project, IReadOnlyList<AnnotationDetail> answers) =>
        answers.Select(a => a.Person).Distinct().ToDictionary(p => p, p => SkillRow.Read(db, project, p).Trust);

    public static Judged Judge(Ontology ontology, IReadOnlyList<AnnotationDetail> answers, TaskResult result, IReadOnlyDictionary<PersonId, double> trust)
    {
        var confidence = AnswerConfidence.Of(ontology, [.. answers.Select(a => (a.Content, trust[a.Person]))], result.Content) ?? result.Agreement ?? 0;
        return new(confidence, [.. answers.Select(a => (a.Id, a.Person, Score: ByOthers(ontology, answers, a, trust), a.ActiveSeconds))
            .Where(s => s.Score is not null).Select(s => (s.Id, s.Person, s.Score!.Value, s.ActiveSeconds))]);
    }

    // By the others alone: nobody vouches for himself. Also where one other agrees: with redundancy that stops at two who agree, only tasks that people
    // disagree on would say anything, and everybody would look worse than he is.
    private static double? ByOthers(Ontology ontology, IReadOnlyList<AnnotationDetail> answers, AnnotationDetail answer, IReadOnlyDictionary<PersonId, double> trust)
    {
        var others = answers.Where(o => o.Id != answer.Id).ToList();
        return AnswerConfidence.Of(ontology, [.. others.Select(o => (o.Content, trust[o.Person]))], answer.Content)
            ?? (answers.Count >= FewestForAgreement ? AnswerScore.Of(ontology, Consensuses.Of(ontology, others, trust).Content, answer.Content) : null);
    }

    public static void Store(Session db, ProjectId project, TaskId id, Judged judged, DateTimeOffset now)
    {
        db.Execute("UPDATE tasks SET confidence = @confidence WHERE id = @task", ("@confidence", judged.Confidence), ("@task", id.Text));
        if (QualityRow.Read(db, project) is { Settings: { WantedConfidence: { } wanted } settings } && TaskProgress.Read(db, project, id) is { State: TaskState.Done } task)
        {
            var isSure = judged.Confidence >= wanted;
            if (!isSure && task.Overlap < settings.MaxAnswers)
            {
                AskOneMore(db, task, now);
                return;
            }

            db.Execute("UPDATE tasks SET is_unclear = @unclear WHERE id = @task", ("@unclear", isSure ? 0L : 1L), ("@task", id.Text));
        }

        // When nobody more is asked: half of the answers would say half of the truth about those who gave them.
        foreach (var (annotation, person, score, seconds) in judged.Scores)
        {
            // Once an answer: a result that is worked out again is no new evidence about it.
            var isNew = db.Execute(
                "UPDATE annotations SET consensus_score = @score WHERE id = @id AND consensus_score IS NULL", ("@score", score), ("@id", annotation.Text)) > 0;
            if (isNew)
                SkillLedger.Add(db, project, person, new ConsensusEvidence(now, score, seconds), now);
        }
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
