using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Custody;

/// <summary>
/// Replaces a key. The custodian's: at once, the root is wrapped anew. A project's or the compartment's: a new key is stored, everything is sealed anew in
/// the background (<see cref="RotationJobs"/>), and the old key is destroyed at the end.
/// </summary>
internal static class StartRotation
{
    public static async Task<Results<Ok<RotationSummary>, ProblemHttpResult>> HandleAsync(
        NewRotation request, Caller caller, Compartment compartment, ControlDatabase control, KeyEvents events, TimeProvider clock, CancellationToken ct)
    {
        if ((request.Level == RotationLevel.Project) != request.Project.HasValue)
            return CommonProblems.Invalid("project", "A project for the level 'project', and for no other.").ToHttp();
        if (request.Project is { } project && !compartment.Keys.Knows(project))
            return CommonProblems.NotFound.ToHttp();
        var now = clock.GetUtcNow();
        if (request.Level == RotationLevel.Custodian)
        {
            var row = compartment.Custody.Row;
            if (await MoveKeys.MoveAsync(compartment, row.Custodian, row.TtlSeconds, row.Background, caller, ct) is { } problem)
                return problem.ToHttp();
            await events.AppendAsync(compartment, new("key.rotate", caller, Object: "root"), ct);
            return TypedResults.Ok(new RotationSummary(RotationId.New(now), RotationLevel.Custodian, null, RotationState.Done, 1, 1, 1, 0, now, now));
        }

        // A new key needs the root.
        using var pass = await compartment.Custody.EnterAsync(new("administer", caller.Person, caller.Session, request.Project), ct);
        if (pass.Answer != CustodyAnswer.Open || (request.Project is { } withheld && compartment.Keys.IsWithheld(withheld)))
            return (pass.Answer == CustodyAnswer.Unreachable ? CustodyGate.Unreachable : CustodyGate.Withheld).ToHttp();
        if (await control.ReadAsync(db => RotationRow.IsRunning(db, compartment.Customer, request.Project), ct))
            return CustodyProblems.Rotating.ToHttp();
        RotationRow? rotation = null;
        try
        {
            await compartment.Custody.ChangeKeysAsync(
                plan =>
                {
                    var key = plan.Pending(request.Project);
                    rotation = new(RotationId.New(now), compartment.Customer, request.Project, RotationState.Preparing, key.Number, 0, 0, 0, now, now, null);
                    return [key];
                },
                db =>
                {
                    // Again, where nothing comes in between.
                    if (RotationRow.IsRunning(db, compartment.Customer, request.Project))
                        throw new RotatingException();
                    rotation!.Insert(db, caller.Person);
                },
                ct);
        }
        catch (RotatingException)
        {
            return CustodyProblems.Rotating.ToHttp();
        }

        await events.AppendAsync(compartment, new("key.rotate", caller, request.Project, $"key/{rotation!.NewKey}"), ct);
        return TypedResults.Ok(rotation.Summary);
    }

    private sealed class RotatingException : Exception;
}
