using System.Globalization;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Log;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>The customer's code name, cooling-off, agreements and conflicts.</summary>
internal static class ShowWalls
{
    public static async Task<Ok<WallSettings>> HandleAsync(Caller caller, ControlDatabase control, AccessLog log, PeopleNames names, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var codeName = await CodeNames.OfAsync(control, caller.OwnCustomer, now, ct);
        var people = await LogPeople.OfAsync(caller.OwnCustomer, log, control, names, ct);
        return TypedResults.Ok(await control.ReadAsync(
            db => new WallSettings(
                codeName, WallRegistry.LongestCooling(db, caller.OwnCustomer, now), CoolingOff.LeastDays, Agreements(db, caller.OwnCustomer, codeName),
                Conflicts(db, caller.OwnCustomer, person => new(log.Pseudonym(person.Text), people.GetValueOrDefault(log.Pseudonym(person.Text)).Name))),
            ct));
    }

    private static List<ConflictSummary> Conflicts(Session db, CustomerId customer, Func<PersonId, ConflictAccount> account) =>
    [
        .. db.List(
            "SELECT at, detail, person FROM wall_decisions WHERE customer = @customer AND decision = 'conflict' ORDER BY n DESC LIMIT 1000",
            row => (At: row.Time(0), People: int.Parse(row.GetString(1), CultureInfo.InvariantCulture), Person: row.IdOrNull<PersonKind>(2)), ("@customer", customer.Text))
            .GroupBy(found => (found.At, found.People))
            .Select(found => new ConflictSummary(
                found.Key.At, found.Key.People,
                [.. found.Select(f => f.Person).OfType<PersonId>().Distinct().Select(account).OrderBy(a => a.Pseudonym, StringComparer.Ordinal)])),
    ];

    public static List<AgreementSummary> Agreements(Session db, CustomerId customer, string codeName) => db.List(
        """
        SELECT a.other, a.signed_at, b.signed_at FROM rival_signatures a
        LEFT JOIN customers o ON o.code_name = a.other
        LEFT JOIN rival_signatures b ON b.customer = o.id AND b.other = @name
        WHERE a.customer = @customer ORDER BY a.other LIMIT 1000
        """,
        row => new AgreementSummary(row.GetString(0), row.Time(1), Rivalry.EndsAt(row.Time(1), row.TimeOrNull(2))),
        ("@customer", customer.Text), ("@name", codeName));
}
