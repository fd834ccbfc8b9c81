using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Signs that another customer is no rival. It counts a day after the other has signed too; a code name that nobody has is answered alike.</summary>
internal static class SignAgreement
{
    private const int MostSignatures = 500;

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Contracts.NewAgreement request, Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        if (!CodeName.IsWellFormed(request.CodeName))
            return WallProblems.NotACodeName.ToHttp();
        var now = clock.GetUtcNow();
        // So that there is a name for the other side to sign with.
        await CodeNames.OfAsync(control, caller.OwnCustomer, now, ct);
        var signed = await control.WriteAsync(
            db =>
            {
                if (db.Scalar<long>("SELECT COUNT(*) FROM rival_signatures WHERE customer = @customer", ("@customer", caller.OwnCustomer.Text)) >= MostSignatures)
                    return false;
                WallRegistry.Sign(db, caller.OwnCustomer, request.CodeName, caller.Person, now);
                return true;
            },
            ct);
        return signed ? TypedResults.NoContent() : CommonProblems.Conflict("walls.too_many", "There are as many agreements as there may be.").ToHttp();
    }
}
