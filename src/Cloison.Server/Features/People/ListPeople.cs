using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Who has a role for the customer. "Last seen" is of sessions for this customer alone: nobody learns when somebody works for another.</summary>
internal static class ListPeople
{
    public static async Task<Ok<List<PersonSummary>>> HandleAsync(Caller caller, ControlDatabase control, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(db => Read(db, caller.OwnCustomer), ct));

    public static List<PersonSummary> Read(Session db, CustomerId customer) => db.List(
        """
        SELECT p.id, p.display_name, p.email, m.roles, m.joined_at,
          (SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.person = m.person AND s.customer = m.customer)
        FROM memberships m JOIN persons p ON p.id = m.person
        WHERE m.customer = @customer ORDER BY p.display_name, p.id LIMIT 10000
        """,
        row => new PersonSummary(row.Id<PersonKind>(0), row.GetString(1), row.GetString(2), new RoleSet(row.GetInt64(3)).ToList(), row.Time(4), row.TimeOrNull(5)),
        ("@customer", customer.Text));
}
