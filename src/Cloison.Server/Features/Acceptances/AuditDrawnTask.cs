using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Says of a drawn task that it is right, or what is wrong with it; and takes that back.</summary>
internal static class AuditDrawnTask
{
    private const int MostErrors = 20, MaxNote = 500;

    public static async Task<Results<Ok<AcceptanceProgress>, ProblemHttpResult>> HandleAsync(
        ProjectId project, int number, TaskId drawn, AuditFinding request, Caller caller, Compartment compartment, Ontologies ontologies, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var found = await ReadDrawnTask.FindAsync(project, number, drawn, caller, compartment, ontologies, ct);
        if (!found.Succeeded)
            return found.Problem.ToHttp();
        var (shown, acceptance, row) = found.Value;
        if (Check(request, shown) is { Count: > 0 } errors)
            return CommonProblems.Invalid(errors).ToHttp();
        if (request.Digest != shown.Digest)
            return AcceptanceProblems.ResultChanged.ToHttp();
        var sealer = compartment.Sealer(project);
        var finding = new Stored(
            project, number, drawn, sealer.SealText(Seals.ResultDigest(project, number, drawn), shown.Digest), shown.IsChanged,
            shown.IsChanged && row.Weight >= acceptance.Demand.WrongFrom, request.Errors.Count == 0 ? 0 : request.Errors.Max(e => e.Weight),
            sealer.SealJson(Seals.AuditFinding(project, number, drawn), new FoundKinds(shown.Kinds, request.Errors)), caller.Person, now);
        var written = await compartment.Database.WriteAsync(finding.Store, ct);
        return written.Succeeded ? TypedResults.Ok((await AuditState.ReadAsync(compartment, project, number, ct))!.Progress) : written.Problem.ToHttp();
    }

    public static async Task<Results<Ok<AcceptanceProgress>, ProblemHttpResult>> UndoAsync(
        ProjectId project, int number, TaskId drawn, Caller caller, Compartment compartment, CancellationToken ct)
    {
        var written = await compartment.Database.WriteAsync<Outcome<bool>>(
            db =>
            {
                if (DrawnRow.Read(db, project, number, drawn) is not { } row)
                    return CommonProblems.NotFound;
                if (!AcceptanceRow.IsOpen(db, project, number))
                    return AcceptanceProblems.Ended;
                if (row.AuditedBy is { } by && by != caller.Person)
                    return AcceptanceProblems.AuditedByAnother;
                db.Execute(
                    "UPDATE acceptance_items SET weight = NULL, finding = NULL, audited_by = NULL, audited_at = NULL WHERE project = @project AND acceptance = @n AND task = @task",
                    ("@project", project.Text), ("@n", (long)number), ("@task", drawn.Text));
                Touch(db, project, number);
                return true;
            },
            ct);
        return written.Succeeded ? TypedResults.Ok((await AuditState.ReadAsync(compartment, project, number, ct))!.Progress) : written.Problem.ToHttp();
    }

    private static List<InputError> Check(AuditFinding request, AuditedTask shown)
    {
        var errors = new List<InputError>();
        if (request.Errors.Count > MostErrors)
            errors.Add(new("errors", $"There are at most {MostErrors}."));
        if (request.Errors.DistinctBy(e => e.Kind, StringComparer.Ordinal).Count() < request.Errors.Count)
            errors.Add(new("errors", "A kind is named once."));
        for (var i = 0; i < request.Errors.Count; i++)
        {
            var error = request.Errors[i];
            if (!shown.Kinds.Contains(error.Kind) && !shown.OtherKinds.Contains(error.Kind))
                errors.Add(new($"errors[{i}].kind", "This kind is not looked for here."));
            if (!(error.Weight > 0 && error.Weight <= 1))
                errors.Add(new($"errors[{i}].weight", "It is above 0, and at most 1."));
            if (error.Note is { Length: > MaxNote })
                errors.Add(new($"errors[{i}].note", $"A note has at most {MaxNote} characters."));
        }

        return errors;
    }

    private static void Touch(Session db, ProjectId project, int number) =>
        db.Execute("UPDATE acceptances SET version = version + 1 WHERE project = @project AND n = @n", ("@project", project.Text), ("@n", (long)number));

    private sealed record Stored(
        ProjectId Project, int Number, TaskId Task, byte[] Digest, bool IsChanged, bool WasWrong, double Weight, byte[] Finding, PersonId By, DateTimeOffset At)
    {
        public Outcome<bool> Store(Session db)
        {
            if (!AcceptanceRow.IsOpen(db, Project, Number))
                return AcceptanceProblems.Ended;
            // Of a result that is gone, anybody's finding is replaced.
            if (!IsChanged && DrawnRow.Read(db, Project, Number, Task)!.AuditedBy is { } by && by != By)
                return AcceptanceProblems.AuditedByAnother;
            db.Execute(
                """
                UPDATE acceptance_items SET digest = @digest, digest_at = @at, changes = changes + @changed, is_repaired = CASE WHEN @repaired = 1 THEN 1 ELSE is_repaired END,
                  weight = @weight, finding = @finding, audited_by = @by, audited_at = @at
                WHERE project = @project AND acceptance = @n AND task = @task
                """,
                ("@digest", Digest), ("@at", At.ToUnixTimeMilliseconds()), ("@changed", IsChanged ? 1L : 0L), ("@repaired", WasWrong ? 1L : 0L), ("@weight", Weight),
                ("@finding", Finding), ("@by", By.Text), ("@project", Project.Text), ("@n", (long)Number), ("@task", Task.Text));
            Touch(db, Project, Number);
            return true;
        }
    }
}
