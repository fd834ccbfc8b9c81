using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Server.Features.Owners;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>
/// Erases a person's account: name, e-mail address, password, passkeys, sessions, roles, and the keys and invitations that he made. What he has seen is kept for as long as
/// the wall needs it: see <see cref="ErasedPeople"/>.
/// </summary>
internal static class ErasePerson
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        PersonId person, ControlDatabase control, ControlSealer sealer, EmailHashes hashes, KnownCallers known, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var refused = await control.WriteAsync(db => Erase(db, person, sealer, hashes, now), ct);
        known.Forget();
        wall.Forget();
        return refused is null ? TypedResults.NoContent() : refused.ToHttp();
    }

    private static Problem? Erase(Session db, PersonId person, ControlSealer sealer, EmailHashes hashes, DateTimeOffset now)
    {
        if (PersonRows.Find(db, person) is not { } account)
            return CommonProblems.NotFound;
        if (db.Scalar<long>("SELECT is_operator FROM persons WHERE id = @person", ("@person", person.Text)) == 1)
            return PeopleProblems.EraseOperator;
        if (OwnerRegisters.Hold(db, sealer, person))
            return OwnersProblems.InRegister;
        var customers = db.List("SELECT customer FROM memberships WHERE person = @person", row => row.Id<CustomerKind>(0), ("@person", person.Text));
        if (customers.Any(customer => AdministratorRows.IsOnly(db, person, customer)))
            return PeopleProblems.LastAdministrator;
        foreach (var customer in customers)
        {
            AdministratorRows.EndWhatHeMade(db, person, customer);
            WallRegistry.EndGrant(db, person, customer, now);
            WallLog.Append(db, new(LogTypes.Revoke, customer, person, Decision: "erase"), now);
        }

        ErasedPeople.Keep(db, person, hashes.Of(account.Email), now);
        db.Execute("UPDATE invitations SET email = NULL WHERE accepted_by = @person", ("@person", person.Text));
        foreach (var table in new[] { "sessions", "passkeys", "memberships" })
            db.Execute($"DELETE FROM {table} WHERE person = @person", ("@person", person.Text));
        db.Execute("DELETE FROM persons WHERE id = @person", ("@person", person.Text));
        WallLog.Append(db, new("policy", Customer: null, person, Decision: "erase"), now);
        WallRegistry.Bump(db);
        return null;
    }
}
