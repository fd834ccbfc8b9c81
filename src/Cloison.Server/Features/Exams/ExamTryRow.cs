using Cloison.Domain.Ids;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Exams;

/// <summary>A row of table exam_tries.</summary>
/// <param name="Number">1 is his first.</param>
/// <param name="FinishedAt">Absent: he is in it, and has neither score nor verdict.</param>
internal sealed record ExamTryRow(long Number, DateTimeOffset BegunAt, DateTimeOffset? FinishedAt, long Questions, double? Score, bool? Passed)
{
    private const string Columns = "n, begun_at, finished_at, questions, score, passed";

    /// <summary>Oldest first.</summary>
    public static List<ExamTryRow> Of(Session db, ProjectId project, PersonId person) => db.List(
        $"SELECT {Columns} FROM exam_tries WHERE project = @project AND person = @person ORDER BY n", Map, ("@project", project.Text), ("@person", person.Text));

    /// <summary>The try in which he is or was asked this task; null: in none.</summary>
    public static (ProjectId Project, ExamTryRow Try)? Asking(Session db, TaskId task, PersonId person)
    {
        var (project, n) = db.First(
            "SELECT project, n FROM exam_questions WHERE task = @task AND person = @person",
            row => (row.Id<ProjectKind>(0), row.GetInt64(1)), ("@task", task.Text), ("@person", person.Text));
        return n == 0 ? null : (project, db.First(
            $"SELECT {Columns} FROM exam_tries WHERE project = @project AND person = @person AND n = @n", Map,
            ("@project", project.Text), ("@person", person.Text), ("@n", n))!);
    }

    public void Store(Session db, ProjectId project, PersonId person) => db.Execute(
        """
        INSERT INTO exam_tries (project, person, n, begun_at, finished_at, questions, score, passed) VALUES (@project, @person, @n, @begun, @finished, @questions, @score, @passed)
        ON CONFLICT (project, person, n) DO UPDATE SET finished_at = excluded.finished_at, questions = excluded.questions, score = excluded.score, passed = excluded.passed
        """,
        ("@project", project.Text), ("@person", person.Text), ("@n", Number), ("@begun", BegunAt.ToUnixTimeMilliseconds()), ("@finished", FinishedAt?.ToUnixTimeMilliseconds()),
        ("@questions", Questions), ("@score", Score), ("@passed", Passed is { } passed ? passed ? 1L : 0L : null));

    private static ExamTryRow Map(System.Data.Common.DbDataReader row) => new(
        row.GetInt64(0), row.Time(1), row.TimeOrNull(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetDouble(4), row.IsDBNull(5) ? null : row.Flag(5));
}
