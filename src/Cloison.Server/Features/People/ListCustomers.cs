using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>The operator's list of customers: names only.</summary>
internal static class ListCustomers
{
    public static async Task<Ok<List<CustomerSummary>>> HandleAsync(ControlDatabase control, ControlSealer sealer, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(db => CustomerRows.List(db, sealer), ct));
}
