using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Leaving;

/// <summary>What a customer is called where others may read it.</summary>
internal static class CodeNames
{
    public static Task<string> OfAsync(ControlDatabase control, CustomerId customer, CancellationToken ct) =>
        control.ReadAsync(db => db.Scalar<string>("SELECT COALESCE(code_name, id) FROM customers WHERE id = @id", ("@id", customer.Text)) ?? customer.Text, ct);
}
