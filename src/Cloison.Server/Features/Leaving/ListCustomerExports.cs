using Cloison.Contracts;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Leaving;

/// <summary>The exports of everything, newest first.</summary>
internal static class ListCustomerExports
{
    private const long MostShown = 100;

    public static async Task<Ok<List<CustomerExportSummary>>> HandleAsync(Compartment compartment, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List($"SELECT {CustomerExportRow.Columns} FROM customer_exports ORDER BY id DESC LIMIT @limit", CustomerExportRow.Map, ("@limit", MostShown)), ct);
        return TypedResults.Ok(rows.ConvertAll(row => row.Open(compartment)));
    }
}
