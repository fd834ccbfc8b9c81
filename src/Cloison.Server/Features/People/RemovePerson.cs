using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Ends a membership, with every session, key and open invitation that hangs on it. His account and his other customers stay.</summary>
internal static class RemovePerson
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        PersonId person, Caller caller, ControlDatabase control, CustomerLog log, KnownCallers known, TimeProvider clock, CancellationToken ct)
    {
        var problem = await control.WriteAsync(db => Remove(db, person, caller.OwnCustomer, clock.GetUtcNow()), ct);
        if (problem is not null)
            return problem.ToHttp();
        known.Forget();
        // Afterwards: taking a right away does not wait for the log.
        await log(caller.OwnCustomer, LogEntry.By(caller, LogTypes.Revoke, @object: person.Text));
        return TypedResults.NoContent();
    }

    private static Problem? Remove(Session db, PersonId person, CustomerId customer, DateTimeOffset now)
    {
        if (PersonRows.RolesOf(db, person, customer) is null)
            return CommonProblems.NotFound;
        if (AdministratorRows.IsOnly(db, person, customer))
            return PeopleProblems.LastAdministrator;
        AdministratorRows.EndWhatHeMade(db, person, customer);
        db.Execute("DELETE FROM sessions WHERE person = @person AND customer = @customer", ("@person", person.Text), ("@customer", customer.Text));
        db.Execute("DELETE FROM memberships WHERE person = @person AND customer = @customer", ("@person", person.Text), ("@customer", customer.Text));
        WallRegistry.EndGrant(db, person, customer, now);
        return null;
    }
}
