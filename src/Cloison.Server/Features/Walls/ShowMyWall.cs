using Cloison.Contracts;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Tells a person what he may work on, and how long each work keeps others closed. It names nobody that he has no role for.</summary>
internal static class ShowMyWall
{
    public static async Task<Ok<MyWall>> HandleAsync(Caller caller, ControlDatabase control, ControlSealer sealer, WallClock wallClock, WallRules rules, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(
            db =>
            {
                var time = wallClock.Now(WallLog.LastAt(db));
                // R13: an owner has no business with customers, not even with their names.
                return new MyWall((WallRegistry.InsiderOf(db, caller.Person).IsOwner() ? [] : CustomerRows.Of(db, sealer, caller.Person)).ConvertAll(customer =>
                {
                    var facts = WallRegistry.Facts(db, caller.Person, customer.Id, customer.Id, WallAction.Content, hasGrant: true, time);
                    var (first, last) = db.First(
                        "SELECT first_at, last_at FROM exposures WHERE person = @person AND customer = @customer", row => (row.TimeOrNull(0), row.TimeOrNull(1)),
                        ("@person", caller.Person.Text), ("@customer", customer.Id.Text));
                    return new MyWallEntry(customer, Wall.Decide(facts, rules).IsAdmitted, first, last, DaysClosed(db, customer.Id, first, last, time));
                }));
            },
            ct));

    /// <summary>Counted from when he last saw something.</summary>
    private static int DaysClosed(Session db, CustomerId customer, DateTimeOffset? first, DateTimeOffset? last, WallTime time)
    {
        var demands = WallRegistry.CoolingDemands(db, customer);
        return first is { } from && last is { } to ? (int)Math.Ceiling((CoolingOff.End(demands, from, to) - to).TotalDays) : CoolingOff.Longest(demands, time.Time);
    }
}
