using System.Security.Cryptography;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Platform.Walls;

/// <summary>
/// What a customer is called where others may read it: the one place that knows. A code name says nothing about whose it is; each is drawn when the customer
/// is made, or first needed, and never given again.
/// </summary>
internal static class CodeNames
{
    /// <summary>The customer's code name; his id while he has none.</summary>
    public static string Of(Session db, CustomerId customer) => Read(db, customer) ?? customer.Text;

    /// <inheritdoc cref="Of"/>
    public static Task<string> OfAsync(ControlDatabase control, CustomerId customer, CancellationToken ct) => control.ReadAsync(db => Of(db, customer), ct);

    /// <summary>The customer's code name, drawn if he has none.</summary>
    public static async Task<string> OfAsync(ControlDatabase control, CustomerId customer, DateTimeOffset now, CancellationToken ct) =>
        await control.ReadAsync(db => Read(db, customer), ct) ?? await control.WriteAsync(db => Give(db, customer, now), CancellationToken.None);

    /// <inheritdoc cref="OfAsync(ControlDatabase, CustomerId, DateTimeOffset, CancellationToken)"/>
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

    /// <summary>Whether somebody with these roles reads the code name only: annotators and reviewers do, who run the work do not.</summary>
    public static bool IsBlind(RoleSet roles) => !roles.HasAny(Role.Lead, Role.Engineer, Role.Administrator);

    /// <summary>Whether the customer lets workers read its own name.</summary>
    public static bool ShowsName(Session db, CustomerId customer) =>
        db.Scalar<long>("SELECT shows_name FROM customers WHERE id = @id", ("@id", customer.Text)) == 1;

    /// <summary>What somebody with these roles reads in place of the name.</summary>
    public static string Shown(Session db, CustomerId customer, string name, RoleSet roles) =>
        IsBlind(roles) && !ShowsName(db, customer) ? Of(db, customer) : name;

    private static string? Read(Session db, CustomerId customer) => db.Scalar<string>("SELECT code_name FROM customers WHERE id = @id", ("@id", customer.Text));
}
