using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>A sign of life: the lease runs anew from now. Works for labelling and for reviewing.</summary>
internal static class KeepLease
{
    public static async Task<Results<Ok<LeaseExtended>, ProblemHttpResult>> HandleAsync(
        ProjectId project, LeaseId lease, Heartbeat request, Caller caller, Compartment compartment, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Keep(db, project, lease, request.Token, caller.Person, now), ct)).ToHttp();
    }

    private static Outcome<LeaseExtended> Keep(Session db, ProjectId project, LeaseId id, long token, PersonId person, DateTimeOffset now)
    {
        if (Lease.Read(db, project, id) is not { } lease || lease.Person != person)
            return CommonProblems.NotFound;
        if (lease.State != LeaseState.Active || lease.Token != token || lease.ExpiresAt <= now)
            return TaskProblems.LeaseLost;
        return new LeaseExtended(lease.Extend(db, now.AddSeconds(WorkProject.Read(db, project)!.LeaseSeconds)).ExpiresAt);
    }
}
