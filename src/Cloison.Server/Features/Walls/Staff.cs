using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Walls;

/// <summary>Who has a role for a customer, and what the wall says to each.</summary>
internal static class Staff
{
    public static List<StaffMember> List(Session db, CustomerId customer, WallTime time, WallRules rules) => db.List(
            """
            SELECT m.person, p.display_name FROM memberships m JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
            WHERE m.customer = @customer ORDER BY p.display_name, p.id LIMIT 2000
            """,
            row => (Id: row.Id<PersonKind>(0), Name: row.GetString(1)),
            ("@customer", customer.Text))
        .ConvertAll(p =>
        {
            var facts = WallRegistry.Facts(db, p.Id, customer, customer, WallAction.Content, hasGrant: true, time);
            return new StaffMember(p.Id, p.Name, Wall.Decide(facts, rules).IsAdmitted, !facts.IsExposedHere);
        });
}
