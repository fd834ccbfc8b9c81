using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Quality;

/// <summary>The person says what he thinks of it; a lead reads it.</summary>
internal static class AppealSkillNotice
{
    private const int MaxLength = 2_000;

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, int number, AppealNotice request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        if (request.Text?.Trim() is not { Length: > 0 and <= MaxLength } text)
            return CommonProblems.Invalid("text", $"An appeal has 1 to {MaxLength} characters.").ToHttp();
        var appeal = compartment.Sealer(project).SealText(Seals.Appeal(project, caller.Person, number), text);
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync<Outcome<bool>>(
            db =>
            {
                var settled = db.Scalar<long?>(
                    "SELECT CASE WHEN settled_at IS NULL THEN 0 ELSE 1 END FROM skill_notices WHERE project = @project AND person = @person AND n = @n",
                    ("@project", project.Text), ("@person", caller.Person.Text), ("@n", (long)number));
                if (settled is null)
                    return CommonProblems.NotFound;
                if (settled == 1)
                    return QualityProblems.Settled;
                db.Execute(
                    "UPDATE skill_notices SET appeal = @appeal, appealed_at = @now WHERE project = @project AND person = @person AND n = @n",
                    ("@appeal", appeal), ("@now", now.ToUnixTimeMilliseconds()), ("@project", project.Text), ("@person", caller.Person.Text), ("@n", (long)number));
                return true;
            },
            ct)).ToNoContent();
    }
}
