using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Leaving;

/// <summary>What a customer is called where others may read it.</summary>
internal static class CodeNames
{
    // The one place that knows: customers have no code names of their own yet, so it is the id, which says nothing either.
    public static Task<string> OfAsync(ControlDatabase control, CustomerId customer, CancellationToken ct) =>
        control.ReadAsync(db => db.Scalar<string>("SELECT id FROM customers WHERE id = @id", ("@id", customer.Text)) ?? customer.Text, ct);
}
