using Cloison.Contracts;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>The customer's code name, cooling-off, agreements and conflicts.</summary>
internal static class ShowWalls
{
    public static async Task<Ok<WallSettings>> HandleAsync(Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var codeName = await CodeNames.OfAsync(control, caller.OwnCustomer, now, ct);
        return TypedResults.Ok(await control.ReadAsync(db => Read(db, caller.OwnCustomer, codeName, now), ct));
    }

    private static WallSettings Read(Session db, CustomerId customer, string codeName, DateTimeOffset now) => new(
        codeName, WallRegistry.LongestCooling(db, customer, now), CoolingOff.LeastDays, Agreements(db, customer, codeName),
        db.List(
            "SELECT at, detail FROM wall_decisions WHERE customer = @customer AND type = 'rival' AND decision = 'conflict' ORDER BY n DESC LIMIT 1000",
            row => new ConflictSummary(row.Time(0), int.Parse(row.GetString(1))), ("@customer", customer.Text)));

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
