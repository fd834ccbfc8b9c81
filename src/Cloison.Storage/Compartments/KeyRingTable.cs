using System.Security.Cryptography;
using Cloison.Domain.Ids;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Compartments;

/// <summary>The table <c>key_ring</c> of the control database.</summary>
internal static class KeyRingTable
{
    public static List<WrappedKey> Read(Session db, CompartmentName compartment) => db.List(
        "SELECT id, project, purpose, state, wrapped, kcv, created_at FROM key_ring WHERE customer = @customer ORDER BY id",
        row => new WrappedKey(
            (uint)row.GetInt64(0), row.IdOrNull<ProjectKind>(1), KeyRingText.Purpose(row.GetString(2)), KeyRingText.State(row.GetString(3)),
            row.Bytes(4), row.Bytes(5), row.Time(6)),
        ("@customer", compartment.Text));

    /// <summary>Stores new rows and new states. A number that another node has just given fails on the primary key: plan again.</summary>
    public static void Write(Session db, CompartmentName compartment, IReadOnlyList<WrappedKey> rows, bool asNew)
    {
        foreach (var key in rows)
            db.Execute(
                asNew
                    ? "INSERT INTO key_ring (customer, id, project, purpose, state, wrapped, kcv, created_at) VALUES (@customer, @id, @project, @purpose, @state, @wrapped, @kcv, @at)"
                    : "UPDATE key_ring SET project = @project, purpose = @purpose, state = @state, wrapped = @wrapped, kcv = @kcv, created_at = @at WHERE customer = @customer AND id = @id",
                ("@customer", compartment.Text), ("@id", (long)key.Number), ("@project", key.Project?.Text), ("@purpose", key.Purpose.Text()),
                ("@state", key.State.Text()), ("@wrapped", key.Wrapped), ("@kcv", key.CheckValue), ("@at", key.CreatedAt.ToUnixTimeMilliseconds()));
    }

    /// <summary>
    /// Overwrites the wrapped keys where they lie, with noise of the same length; <see cref="Erase"/> comes after. In two transactions, so that no page of the first one
    /// still holds a key when the second shortens the row.
    /// </summary>
    public static void Overwrite(Session db, CompartmentName compartment)
    {
        foreach (var key in Read(db, compartment).Where(k => k.Wrapped.Length > 0))
            db.Execute(
                "UPDATE key_ring SET wrapped = @noise WHERE customer = @customer AND id = @id",
                ("@noise", RandomNumberGenerator.GetBytes(key.Wrapped.Length)), ("@customer", compartment.Text), ("@id", (long)key.Number));
    }

    /// <summary>Says that the keys are destroyed. Number and check value stay, and the number is never given again.</summary>
    public static void Erase(Session db, CompartmentName compartment) => db.Execute(
        "UPDATE key_ring SET wrapped = @nothing, state = @destroyed WHERE customer = @customer",
        ("@nothing", Array.Empty<byte>()), ("@destroyed", KeyState.Destroyed.Text()), ("@customer", compartment.Text));
}
