using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>Says "never", which refuses what was asked and closes what is open at once; or takes that back.</summary>
internal static class SetGlassPolicy
{
    public static async Task<NoContent> HandleAsync(
        Contracts.SetGlassPolicy request, Caller caller, ControlDatabase control, OngoingRequests requests, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        requests.Shut(await control.WriteAsync(db => Set(db, request.Allowed, caller, now), ct));
        return TypedResults.NoContent();
    }

    private static List<GlassId> Set(Session db, bool isAllowed, Caller caller, DateTimeOffset now)
    {
        var customer = caller.OwnCustomer;
        if (Glass.IsAllowed(db, customer) == isAllowed)
            return [];
        db.Execute("UPDATE customers SET allows_glass = @allows WHERE id = @id", ("@allows", isAllowed ? 1L : 0L), ("@id", customer.Text));
        WallLog.Append(db, new("policy", customer, caller.Person, Opener: caller.Session?.Text ?? caller.Key?.Text, Rule: "R12", Decision: isAllowed ? "allow" : "never"), now);
        var ended = isAllowed ? [] : Glass.UnderWay(db).FindAll(g => g.Customer == customer);
        foreach (var glass in ended)
            glass.End(db, glass.State == GlassState.Open ? GlassState.Revoked : GlassState.Refused, caller.Person, now);
        return ended.ConvertAll(g => g.Id);
    }
}
