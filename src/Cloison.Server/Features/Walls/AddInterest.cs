using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>Notes that a person has an interest in a customer: its rivals are closed to him for as long as it lasts.</summary>
internal static class AddInterest
{
    public static async Task<Results<Ok<CreatedInterest>, ProblemHttpResult>> HandleAsync(
        PersonId person, NewInterest request, ControlDatabase control, WallGate wall, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = await control.WriteAsync<InterestId?>(
            db => PersonRows.Find(db, person) is not null && Exists(db, request.Customer) ? WallRegistry.AddInterest(db, person, request.Customer, (long)request.Kind, now) : null, ct);
        wall.Forget();
        return id is { } made ? TypedResults.Ok(new CreatedInterest(made)) : CommonProblems.NotFound.ToHttp();
    }

    private static bool Exists(Session db, CustomerId customer) => db.Scalar<long>("SELECT COUNT(*) FROM customers WHERE id = @id", ("@id", customer.Text)) > 0;
}
