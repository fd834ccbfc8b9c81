using Cloison.Domain.Ids;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Log;

/// <summary>Who is behind the pseudonyms of a customer's log: its members, and those who joined it once and were removed.</summary>
internal static class LogPeople
{
    public static async Task<Dictionary<string, (PersonId Person, string Name)>> OfAsync(
        CustomerId customer, AccessLog log, ControlDatabase control, PeopleNames names, CancellationToken ct)
    {
        var people = await control.ReadAsync(
            db => db.List(
                """
                SELECT person FROM memberships WHERE customer = @customer
                UNION SELECT accepted_by FROM invitations WHERE customer = @customer AND accepted_by IS NOT NULL
                """,
                row => row.Id<PersonKind>(0), ("@customer", customer.Text)),
            ct);
        var named = await names.OfAsync(people, ct);
        return people.ToDictionary(person => log.Pseudonym(person.Text), person => (person, named[person]), StringComparer.Ordinal);
    }
}
