using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Tells a customer who may see its content now, and who has seen it.</summary>
internal static class ShowAccess
{
    public static async Task<Ok<AccessOverview>> HandleAsync(Caller caller, ControlDatabase control, Installation installation, WallClock wallClock, WallRules rules, CancellationToken ct)
    {
        var customer = caller.OwnCustomer;
        return TypedResults.Ok(await control.ReadAsync(
            db => new AccessOverview(
                Staff.List(db, customer, wallClock.Now(WallLog.LastAt(db)), rules),
                db.List(
                    """
                    SELECT e.person, p.display_name, e.first_at, e.last_at FROM exposures e
                    LEFT JOIN memberships m ON m.person = e.person AND m.customer = e.customer LEFT JOIN persons p ON p.id = m.person
                    WHERE e.customer = @customer ORDER BY e.last_at DESC, e.person LIMIT 10000
                    """,
                    row => new AccessRecord(Pseudonym(installation, customer, row.Id<PersonKind>(0)), row.TextOrNull(1), row.Time(2), row.Time(3)), ("@customer", customer.Text)),
                (int)db.Scalar<long>("SELECT COUNT(*) FROM api_keys WHERE customer = @customer", ("@customer", customer.Text)),
                db.Scalar<long>("SELECT is_house FROM customers WHERE id = @customer", ("@customer", customer.Text)) == 1,
                db.Scalar<long>("SELECT COUNT(*) FROM customers WHERE is_house = 1") > 0),
            ct));
    }

    // Of the person and the customer together: two customers that compare theirs learn nothing.
    private static string Pseudonym(Installation installation, CustomerId customer, PersonId person) =>
        Convert.ToHexStringLower(installation.ControlKeys.Index.Of("exposures.person", $"{customer}/{person}"));
}
