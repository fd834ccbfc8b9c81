using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Ends an acceptance without a verdict. It stays in the list, and later certificates of the batch count it.</summary>
internal static class WithdrawAcceptance
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, int number, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync<Outcome<bool>>(
            db =>
            {
                if (AcceptanceRow.Read(db, project, number) is null)
                    return CommonProblems.NotFound;
                if (!AcceptanceRow.IsOpen(db, project, number))
                    return AcceptanceProblems.Ended;
                db.Execute(
                    "UPDATE acceptances SET state = @withdrawn, ended_by = @by, ended_at = @now WHERE project = @project AND n = @n",
                    ("@withdrawn", (long)AcceptanceState.Withdrawn), ("@by", caller.Person.Text), ("@now", now.ToUnixTimeMilliseconds()), ("@project", project.Text), ("@n", (long)number));
                return true;
            },
            ct)).ToNoContent();
    }
}
