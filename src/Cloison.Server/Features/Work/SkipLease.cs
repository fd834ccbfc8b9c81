using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Work;

/// <summary>Hands a task back for good, saying why: the person is not given it again, others are.</summary>
internal static class SkipLease
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        ProjectId project, LeaseId lease, SkipTask request, Caller caller, Compartment compartment, AccessLog log, TimeProvider clock, CancellationToken ct)
    {
        if (request.Reason.Trim() is not { Length: > 0 and <= 500 } reason)
            return CommonProblems.Invalid("reason", "A reason has 1 to 500 characters.").ToHttp();
        var now = clock.GetUtcNow();
        var sealedReason = compartment.Sealer(project).SealText(Seals.SkipReason(lease), reason);
        return (await compartment.Database.WriteAsync(db => Skip(db, project, lease, request.Token, caller, log, sealedReason, now), ct)).ToNoContent();
    }

    private static Outcome<bool> Skip(Session db, ProjectId project, LeaseId id, long token, Caller caller, AccessLog log, byte[] reason, DateTimeOffset now)
    {
        if (Lease.Read(db, project, id) is not { } lease || lease.Person != caller.Person)
            return CommonProblems.NotFound;
        // Said twice is said once: the first reply may have been lost.
        if (lease.State == LeaseState.Skipped)
            return true;
        if (lease.State != LeaseState.Active || lease.Token != token)
            return TaskProblems.LeaseLost;
        EndLease.Apply(db, lease, LeaseState.Skipped, now, reason);
        AccessLog.Append(db, log.Prepare(lease.Logged(caller, LeaseWords.Skipped)));
        if (lease.Kind == LeasePurpose.Label)
            WorkStats.Add(db, project, caller.Person, now, skipped: 1);
        return true;
    }
}
