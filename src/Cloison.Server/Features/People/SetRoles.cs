using Cloison.Domain;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Gives a member other roles; they count from the next request of his running sessions.</summary>
internal static class SetRoles
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        PersonId person, Contracts.SetRoles request, Caller caller, ControlDatabase control, CustomerLog log, KnownCallers known, WallGate wall, CancellationToken ct)
    {
        if (request.Roles.Count == 0)
            return CommonProblems.Invalid("roles", "At least one role is needed.").ToHttp();
        // Also for a key: it acts for the person who made it.
        if (person == caller.Person)
            return PeopleProblems.OwnRoles.ToHttp();
        if (await control.ReadAsync(db => PersonRows.RolesOf(db, person, caller.OwnCustomer), ct) is null)
            return CommonProblems.NotFound.ToHttp();
        // Logged before it is done: a right that nobody knows of is worse than one that was announced and refused.
        await log(caller.OwnCustomer, LogEntry.By(caller, LogTypes.Grant, @object: person.Text, decision: LogEntry.Words(request.Roles)));
        var problem = await control.WriteAsync(db => Set(db, wall, person, caller.OwnCustomer, RoleSet.Of(request.Roles)), ct);
        if (problem is not null)
            return problem.ToHttp();
        known.Forget();
        return TypedResults.NoContent();
    }

    private static Problem? Set(Session db, WallGate wall, PersonId person, CustomerId customer, RoleSet roles)
    {
        if (PersonRows.RolesOf(db, person, customer) is null)
            return CommonProblems.NotFound;
        if (!wall.LetsJoin(db, person, customer))
            return WallProblems.NotEligible;
        // Asked here, where changes come one after the other: two administrators may be removing each other.
        if (!roles.Has(Role.Administrator) && AdministratorRows.IsOnly(db, person, customer))
            return PeopleProblems.LastAdministrator;
        db.Execute(
            "UPDATE memberships SET roles = @roles WHERE person = @person AND customer = @customer",
            ("@roles", roles.Bits), ("@person", person.Text), ("@customer", customer.Text));
        if (!roles.Has(Role.Administrator))
            AdministratorRows.EndWhatHeMade(db, person, customer);
        return null;
    }
}
