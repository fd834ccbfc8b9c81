using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>Makes an API key without a running server, for who holds the data folder: the command line.</summary>
public static class CreateKeyOffline
{
    /// <param name="customerName">Exactly as it is shown.</param>
    /// <returns>Not found: no customer, or several, of that name; or one without an administrator, whom every key needs.</returns>
    public static async Task<Outcome<CreatedApiKey>> CreateAsync(Installation installation, string customerName, NewApiKey key, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (CreateKey.Check(key, now) is { } problem)
            return problem;
        var (control, sealer) = (new ControlDatabase(installation.Control), new ControlSealer(installation.ControlKeys.ForCompartment()));
        var named = await control.ReadAsync(db => CustomerRows.List(db, sealer).Where(c => c.Name == customerName).ToList(), ct);
        if (named is not [var customer])
            return new Problem("not_found", 404, $"{(named.Count == 0 ? "No customer is" : $"{named.Count} customers are")} called '{customerName}'.");
        if (await control.ReadAsync(db => FirstAdministrator(db, customer.Id), ct) is not { } administrator)
            return new Problem("not_found", 404, $"'{customerName}' has no administrator yet.", "A key works while the administrator who made it is one.");
        return await CreateKey.StoreAsync(control, customer.Id, administrator, key, now, ct);
    }

    private static PersonId? FirstAdministrator(Session db, CustomerId customer) => db.First<PersonId?>(
        """
        SELECT m.person FROM memberships m JOIN persons p ON p.id = m.person AND p.disabled_at IS NULL
        WHERE m.customer = @customer AND (m.roles & @administrator) <> 0 ORDER BY m.joined_at, m.person LIMIT 1
        """,
        row => row.Id<PersonKind>(0),
        ("@customer", customer.Text), ("@administrator", RoleSet.Of([Role.Administrator]).Bits));
}
