using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Inference.Gold;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Quality;

/// <summary>Retires a gold task that has got around, and holds back one that trusted people answer otherwise.</summary>
internal static class GoldWatch
{
    /// <summary>So quick is suspicious: a fifth of what half of the answers to this very task took.</summary>
    private const double FastShare = 0.2;

    private const int FewestAnswers = 8;

    public static void Look(Session db, ProjectId project, TaskId task, double pass)
    {
        var answers = db.List(
            "SELECT person, score, active_ms FROM gold_answers WHERE task = @task ORDER BY at, person LIMIT 500",
            row => (Person: row.Id<PersonKind>(0), Score: row.GetDouble(1), Ms: row.GetInt64(2)), ("@task", task.Text));
        if (answers.Count < FewestAnswers)
            return;
        var median = answers.Select(a => a.Ms).Order().ElementAt(answers.Count / 2);
        var verdict = GoldHealth.Judge(
            // What the wrong ones answered is sealed: whether they agree is for the lead to see, so all of them count as one other answer.
            [.. answers.Select(a => new GoldAnswer(a.Person.Text, a.Score >= pass ? "right" : "other", a.Score >= pass, a.Ms < median * FastShare, SkillRow.Read(db, project, a.Person).Trust))],
            reports: 0, new GoldHealthRules());
        var state = verdict.State switch { GoldState.Retired => GoldTaskState.Retired, GoldState.Doubtful => GoldTaskState.Doubtful, _ => GoldTaskState.InUse };
        if (state != GoldTaskState.InUse)
            db.Execute("UPDATE gold_tasks SET state = @state WHERE task = @task AND state = 0", ("@state", (long)state), ("@task", task.Text));
    }
}
