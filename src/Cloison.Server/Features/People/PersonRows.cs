using System.Data.Common;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.People;

/// <summary>The SQL on persons and memberships that several use cases share.</summary>
internal static class PersonRows
{
    private const string Columns = "SELECT id, email, display_name, password_hash, disabled_at FROM persons";

    public static PersonAccount? Find(Session db, PersonId id) => db.First($"{Columns} WHERE id = @id", Map, ("@id", id.Text));

    public static PersonAccount? FindByEmail(Session db, string normalizedEmail) =>
        db.First($"{Columns} WHERE normalized_email = @email", Map, ("@email", normalizedEmail));

    public static bool AnyExists(Session db) => db.Scalar<long>("SELECT COUNT(*) FROM (SELECT 1 FROM persons LIMIT 1) AS p") > 0;

    public static void Insert(Session db, PersonId id, string displayName, string email, string passwordHash, bool isOperator, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO persons (id, display_name, email, normalized_email, password_hash, is_operator, created_at)
        VALUES (@id, @name, @email, @normalized, @hash, @operator, @now)
        """,
        ("@id", id.Text), ("@name", displayName.Trim()), ("@email", email.Trim()), ("@normalized", Email.Normalize(email)), ("@hash", passwordHash),
        ("@operator", isOperator ? 1L : 0L), ("@now", now.ToUnixTimeMilliseconds()));

    /// <summary>Null: no member.</summary>
    public static RoleSet? RolesOf(Session db, PersonId person, CustomerId customer) => db.First<RoleSet?>(
        "SELECT roles FROM memberships WHERE person = @person AND customer = @customer",
        row => new RoleSet(row.GetInt64(0)),
        ("@person", person.Text), ("@customer", customer.Text));

    /// <summary>Makes the person a member; who is one already has the new roles as well.</summary>
    public static void Join(Session db, PersonId person, CustomerId customer, RoleSet roles, DateTimeOffset now) => db.Execute(
        """
        INSERT INTO memberships (person, customer, roles, joined_at) VALUES (@person, @customer, @roles, @now)
        ON CONFLICT (person, customer) DO UPDATE SET roles = memberships.roles | excluded.roles
        """,
        ("@person", person.Text), ("@customer", customer.Text), ("@roles", roles.Bits), ("@now", now.ToUnixTimeMilliseconds()));

    private static PersonAccount Map(DbDataReader row) =>
        new(row.Id<PersonKind>(0), row.GetString(1), row.GetString(2), row.TextOrNull(3), IsDisabled: !row.IsDBNull(4));
}
