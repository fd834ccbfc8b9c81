using System.Data.Common;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>Makes the keys and the database of a customer whose row is there already.</summary>
internal delegate Task CompartmentFactory(CustomerId customer, CancellationToken ct);

/// <summary>The customers table: names are sealed, and customers that are still being made are nobody's business.</summary>
internal static class CustomerRows
{
    public const long Open = 0;
    private const long BeingMade = 1;
    private const long Left = 2;

    /// <summary>Stores the row, lets the compartment be made, and only then opens the customer: a crash in between leaves a row that nobody sees.</summary>
    public static async Task MakeAsync(
        ControlDatabase control, ControlSealer sealer, CompartmentFactory makeCompartment, CustomerId id, string name, DateTimeOffset now, CancellationToken ct, bool isHouse = false)
    {
        await control.WriteAsync(
            db =>
            {
                db.Execute(
                    "INSERT INTO customers (id, name, state, is_house, created_at) VALUES (@id, @name, @state, @house, @now)",
                    ("@id", id.Text), ("@name", sealer.Seal(NamePlace(id), name)), ("@state", BeingMade), ("@house", isHouse ? 1L : 0L), ("@now", now.ToUnixTimeMilliseconds()));
                // From the start: the name of its log, which is for ever, is made of it.
                CodeNames.Give(db, id, now);
            },
            ct);
        await makeCompartment(id, ct);
        await control.WriteAsync(db => db.Execute("UPDATE customers SET state = @state WHERE id = @id", ("@state", Open), ("@id", id.Text)), ct);
    }

    /// <summary>All of them, by name; the database cannot order what it cannot read. Withheld are those whose customer has taken the keys back; the rest is not known here.</summary>
    public static List<CustomerStanding> List(Session db, ControlSealer sealer) =>
    [
        .. db.List(
            """
            SELECT c.id, c.name, COALESCE(c.code_name, c.id), c.is_house, COALESCE(k.state, 0) FROM customers c LEFT JOIN custodies k ON k.customer = c.id
            WHERE c.state = @open ORDER BY c.id LIMIT 10000
            """,
            row =>
            {
                var (id, name) = Summary(row, sealer);
                return new CustomerStanding(id, name, row.GetString(2), row.Flag(3), row.Flag(4) ? CustodyState.Revoked : null);
            },
            ("@open", Open)).OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>The customers that a person has a role for, oldest membership first; by their code names, where he only works.</summary>
    public static List<CustomerSummary> Of(Session db, ControlSealer sealer, PersonId person) => db.List(
        """
        SELECT c.id, c.name, m.roles, c.shows_name, COALESCE(c.code_name, c.id) FROM memberships m JOIN customers c ON c.id = m.customer
        WHERE m.person = @person AND c.state = @open ORDER BY m.joined_at, c.id LIMIT 1000
        """,
        row => CodeNames.IsBlind(new(row.GetInt64(2))) && !row.Flag(3) ? new(row.Id<CustomerKind>(0), row.GetString(4)) : Summary(row, sealer),
        ("@person", person.Text), ("@open", Open));

    public static string? Name(Session db, ControlSealer sealer, CustomerId id) => db.First(
        "SELECT id, name FROM customers WHERE id = @id AND state = @open", row => Summary(row, sealer).Name, ("@id", id.Text), ("@open", Open));

    /// <summary>
    /// Lets nobody in any more: sessions, keys, invitations, roles and certificates for the customer end, and its name is erased. People's accounts stay. May be done again.
    /// </summary>
    public static void Close(Session db, CustomerId id)
    {
        db.Execute("UPDATE customers SET state = @left, name = @nothing WHERE id = @customer", ("@left", Left), ("@nothing", Array.Empty<byte>()), ("@customer", id.Text));
        db.Execute("DELETE FROM sessions WHERE customer = @customer", ("@customer", id.Text));
        db.Execute("DELETE FROM api_keys WHERE customer = @customer", ("@customer", id.Text));
        db.Execute("DELETE FROM invitations WHERE customer = @customer", ("@customer", id.Text));
        db.Execute("DELETE FROM memberships WHERE customer = @customer", ("@customer", id.Text));
        db.Execute("DELETE FROM certificates WHERE customer = @customer", ("@customer", id.Text));
        db.Execute("UPDATE persons SET last_customer = NULL WHERE last_customer = @customer", ("@customer", id.Text));
    }

    private static CustomerSummary Summary(DbDataReader row, ControlSealer sealer)
    {
        var id = row.Id<CustomerKind>(0);
        return new(id, sealer.Open(NamePlace(id), row.Bytes(1)));
    }

    private static string NamePlace(CustomerId id) => $"customers/name/{id}";
}
