using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Blind;

/// <summary>What workers call a customer: the one place that knows. A code name says nothing about whose it is.</summary>
internal static class CodeNames
{
    /// <summary>The customer's code name.</summary>
    public static string Of(Session db, CustomerId customer) => db.Scalar<string>("SELECT COALESCE(code_name, id) FROM customers WHERE id = @id", ("@id", customer.Text)) ?? customer.Text;

    /// <summary>Whether somebody with these roles reads the code name only: annotators and reviewers do, who run the work do not.</summary>
    public static bool IsBlind(RoleSet roles) => !roles.HasAny(Role.Lead, Role.Engineer, Role.Administrator);

    /// <summary>Whether the customer lets workers read its own name.</summary>
    public static bool ShowsName(Session db, CustomerId customer) =>
        db.Scalar<long>("SELECT shows_name FROM customers WHERE id = @id", ("@id", customer.Text)) == 1;

    /// <summary>What somebody with these roles reads in place of the name.</summary>
    public static string Shown(Session db, CustomerId customer, string name, RoleSet roles) =>
        IsBlind(roles) && !ShowsName(db, customer) ? Of(db, customer) : name;
}
