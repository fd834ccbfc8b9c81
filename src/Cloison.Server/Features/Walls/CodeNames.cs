using System.Security.Cryptography;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Walls;

/// <summary>Customers' code names: each is drawn when the customer is made, or first asked for, and never given again.</summary>
internal static class CodeNames
{
    public static async Task<string> OfAsync(ControlDatabase control, CustomerId customer, DateTimeOffset now, CancellationToken ct) =>
        await control.ReadAsync(db => Read(db, customer), ct) ?? await control.WriteAsync(db => Give(db, customer, now), CancellationToken.None);

    private static string? Read(Session db, CustomerId customer) => db.Scalar<string>("SELECT code_name FROM customers WHERE id = @id", ("@id", customer.Text));

    public static string Give(Session db, CustomerId customer, DateTimeOffset now)
    {
        if (Read(db, customer) is { } given)
            return given;
        string name;
        do
            name = CodeName.Draw(RandomNumberGenerator.GetInt32);
        while (db.Execute("INSERT INTO code_names (name, given_at) VALUES (@name, @now) ON CONFLICT (name) DO NOTHING", ("@name", name), ("@now", now.ToUnixTimeMilliseconds())) == 0);
        db.Execute("UPDATE customers SET code_name = @name WHERE id = @id", ("@name", name), ("@id", customer.Text));
        return name;
    }
}
