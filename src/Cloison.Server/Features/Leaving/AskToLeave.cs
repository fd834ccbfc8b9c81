using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>An administrator asks that everything of the customer be destroyed. Nothing happens until a second one approves.</summary>
internal static class AskToLeave
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        LeavingRequest request, Caller caller, ControlDatabase control, ControlSealer sealer, TimeProvider clock, CancellationToken ct)
    {
        if (caller.Key is not null)
            return LeavingProblems.NeedsPerson.ToHttp();
        var (customer, now) = (caller.OwnCustomer, clock.GetUtcNow());
        if (await CheckNameAsync(request, customer, control, sealer, ct) is { } wrong)
            return wrong.ToHttp();
        var codeName = await CodeNames.OfAsync(control, customer, ct);
        var problem = await control.WriteAsync(db => Ask(db, new(customer, codeName, DepartureStep.Asked, caller.Person, now, null, null, new(), null)), ct);
        return problem is null ? TypedResults.NoContent() : problem.ToHttp();
    }

    /// <summary>Whether the customer's name was typed right.</summary>
    public static async Task<Problem?> CheckNameAsync(LeavingRequest request, CustomerId customer, ControlDatabase control, ControlSealer sealer, CancellationToken ct) =>
        request.CustomerName.Trim() == await control.ReadAsync(db => CustomerRows.Name(db, sealer, customer), ct)
            ? null
            : CommonProblems.Invalid("customerName", "This is not the customer's name.");

    private static Problem? Ask(Session db, Departure departure)
    {
        if (Departure.Read(db, departure.Customer) is not null)
            return LeavingProblems.AlreadyAsked;
        if (AdministratorRows.IsOnly(db, departure.AskedBy, departure.Customer))
            return LeavingProblems.NeedsSecond;
        departure.Insert(db);
        return null;
    }
}
