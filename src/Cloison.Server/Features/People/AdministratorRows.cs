using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>What follows from being, and from no longer being, an administrator.</summary>
internal static class AdministratorRows
{
    public static bool IsOnly(Session db, PersonId person, CustomerId customer) =>
        PersonRows.RolesOf(db, person, customer)?.Has(Role.Administrator) == true
        && db.Scalar<long>(
            """
            SELECT COUNT(*) FROM memberships m JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
            WHERE m.customer = @customer AND m.person <> @person AND (m.roles & @administrator) <> 0
            """,
            ("@customer", customer.Text), ("@person", person.Text), ("@administrator", RoleSet.Of([Role.Administrator]).Bits)) == 0;

    /// <summary>Ends the keys and open invitations that the person made: otherwise he would keep a way back in.</summary>
    public static void EndWhatHeMade(Session db, PersonId person, CustomerId customer)
    {
        db.Execute("DELETE FROM api_keys WHERE created_by = @person AND customer = @customer", ("@person", person.Text), ("@customer", customer.Text));
        db.Execute(
            "DELETE FROM invitations WHERE created_by = @person AND customer = @customer AND accepted_at IS NULL",
            ("@person", person.Text), ("@customer", customer.Text));
    }
}
