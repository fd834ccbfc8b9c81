using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>
/// Makes a customer and an invitation for its first administrator. The operator gets no role by it, and cannot accept the
/// invitation himself: who runs the installation sees no content but his own house's.
/// </summary>
internal static class CreateCustomer
{
    public static async Task<Results<Ok<CreatedCustomer>, ProblemHttpResult>> HandleAsync(
        NewCustomer request, Caller caller, Visit visit, ControlDatabase control, ControlSealer sealer, CompartmentFactory makeCompartment, TimeProvider clock, CancellationToken ct)
    {
        if (PersonRules.CheckName(request.Name) is { } reason)
            return CommonProblems.Invalid("name", reason).ToHttp();
        var now = clock.GetUtcNow();
        var (customer, name) = (CustomerId.New(now), request.Name.Trim());
        await CustomerRows.MakeAsync(control, sealer, makeCompartment, customer, name, now, ct);
        var invitation = await CreateInvitation.StoreAsync(control, visit, customer, email: null, RoleSet.Of([Role.Administrator]), caller.Person, now, ct);
        return TypedResults.Ok(new CreatedCustomer(customer, name, invitation));
    }
}
