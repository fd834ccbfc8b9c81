using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>Any administrator takes back, or declines, what was asked and not yet approved.</summary>
internal static class WithdrawLeaving
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Caller caller, ControlDatabase control, CancellationToken ct)
    {
        var withdrawn = await control.WriteAsync(
            db => db.Execute(
                "DELETE FROM departures WHERE customer = @customer AND step = @asked", ("@customer", caller.OwnCustomer.Text), ("@asked", (long)DepartureStep.Asked)), ct);
        return withdrawn > 0 ? TypedResults.NoContent() : LeavingProblems.NotAsked.ToHttp();
    }
}
