using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>One administrator is enough to say no, and to stop what is open: its session and its answers end at once.</summary>
internal static class RefuseGlass
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        GlassId glass, Caller caller, ControlDatabase control, OngoingRequests requests, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var problem = await control.WriteAsync(db => Refuse(db, glass, caller, now), ct);
        if (problem is not null)
            return problem.ToHttp();
        requests.Shut(glass);
        return TypedResults.NoContent();
    }

    private static Problem? Refuse(Session db, GlassId id, Caller caller, DateTimeOffset now)
    {
        if (Glass.Read(db, id) is not { } glass || glass.Customer != caller.OwnCustomer)
            return CommonProblems.NotFound;
        if (glass.State is not (GlassState.Asked or GlassState.Open))
            return GlassProblems.OverAlready;
        glass.End(db, glass.State == GlassState.Open ? GlassState.Revoked : GlassState.Refused, caller.Person, now);
        return null;
    }
}
