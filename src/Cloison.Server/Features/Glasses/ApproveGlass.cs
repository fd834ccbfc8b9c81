using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>One administrator says yes, for this request alone. It takes two; whether they are two is looked at again at the opening and at every read.</summary>
internal static class ApproveGlass
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        GlassId glass, Caller caller, ControlDatabase control, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        if (caller.Session is not { } session)
            return GlassProblems.NeedsPerson.ToHttp();
        var now = clock.GetUtcNow();
        var problem = await control.WriteAsync(db => Approve(db, glass, caller, session, compartment, now), ct);
        return problem is null ? TypedResults.NoContent() : problem.ToHttp();
    }

    private static Problem? Approve(Session db, GlassId id, Caller caller, SessionId session, Compartment compartment, DateTimeOffset now)
    {
        if (Glass.Read(db, id) is not { } glass || glass.Customer != caller.OwnCustomer)
            return CommonProblems.NotFound;
        if (glass.State != GlassState.Asked || glass.IsStale(now))
            return GlassProblems.NotWaiting;
        if (!compartment.Keys.Knows(glass.Project))
            return GlassProblems.UnknownProject;
        if (!Glass.MayApprove(db, glass, caller.Person))
        {
            glass.Log(db, "breakglass.deny", caller.Person, session, "deny", now);
            return GlassProblems.NotYours;
        }

        if (Glass.Approvers(db, glass).Contains(WallRegistry.IdentityOf(db, caller.Person)))
            return GlassProblems.ApprovedAlready;
        db.Execute(
            "INSERT INTO glass_approvals (glass, person, at) VALUES (@glass, @person, @now) ON CONFLICT (glass, person) DO UPDATE SET at = excluded.at",
            ("@glass", id.Text), ("@person", caller.Person.Text), ("@now", now.ToUnixTimeMilliseconds()));
        glass.Log(db, "breakglass.approve", caller.Person, session, "approve", now);
        return null;
    }
}
