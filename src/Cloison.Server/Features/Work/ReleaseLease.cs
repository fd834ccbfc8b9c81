using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>Hands a task back at once, for anybody, himself included: the page closes, or he takes a break.</summary>
internal static class ReleaseLease
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, LeaseId lease, ReleaseTask request, Caller caller, Compartment compartment, AccessLog log, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return (await compartment.Database.WriteAsync(db => Release(db, project, lease, request.Token, caller, log, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Release(Session db, ProjectId project, LeaseId id, long token, Caller caller, AccessLog log, DateTimeOffset now)
    {
        if (Lease.Read(db, project, id) is not { } lease || lease.Person != caller.Person)
            return CommonProblems.NotFound;
        if (lease.State == LeaseState.Active && lease.Token == token)
        {
            EndLease.Apply(db, lease, LeaseState.Released, now);
            AccessLog.Append(db, log.Prepare(lease.Logged(caller, LeaseWords.Released)));
        }

        // Already ended is what the caller wanted.
        return true;
    }
}
