using System.Data.Common;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Server.Features.People;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Owners;

/// <summary>
/// The versions of the ownership register. The newest that is in effect counts; one that is newer still is to come. What was announced and then replaced by another
/// announcement never takes effect.
/// </summary>
internal static class OwnerRegisters
{
    private const string Columns = "SELECT version, content, hash, announced_at, notice_days, effective_at FROM owner_registers";

    public static OwnerRegister? Current(Session db, ControlSealer sealer) =>
        db.First($"{Columns} WHERE effective_at IS NOT NULL ORDER BY version DESC LIMIT 1", row => Map(row, sealer));

    /// <summary>With the earliest day on which it can take effect; without one while a customer's log has not got it.</summary>
    public static OwnerRegister? Coming(Session db, ControlSealer sealer) =>
        db.First($"{Columns} ORDER BY version DESC LIMIT 1", row => Map(row, sealer)) is { EffectiveAt: null } newest ? newest with { EffectiveAt = DueAt(db, newest.Version) } : null;

    public static OwnerRegister Announce(Session db, ControlSealer sealer, IReadOnlyList<OwnerEntry> owners, int noticeDays, PersonId by, DateTimeOffset now)
    {
        var version = (int)db.Scalar<long>("SELECT COALESCE(MAX(version), 0) FROM owner_registers") + 1;
        var hash = OwnerRegisterText.HashOf(version, owners);
        db.Execute(
            """
            INSERT INTO owner_registers (version, content, hash, announced_by, announced_at, notice_days)
            VALUES (@version, @content, @hash, @by, @now, @days)
            """,
            ("@version", (long)version), ("@content", sealer.Seal(Place(version), JsonSerializer.Serialize(owners, DomainJson.Options))), ("@hash", hash), ("@by", by.Text),
            ("@now", now.ToUnixTimeMilliseconds()), ("@days", (long)noticeDays));
        return new(version, hash, now, noticeDays, null, owners);
    }

    /// <summary>Open customers whose logs have not got a version yet.</summary>
    public static List<CustomerId> Waiting(Session db, int version) => db.List(
        """
        SELECT c.id FROM customers c
        WHERE c.state = @open AND NOT EXISTS (SELECT 1 FROM owner_notices n WHERE n.customer = c.id AND n.version = @version) ORDER BY c.id
        """,
        row => row.Id<CustomerKind>(0), ("@open", CustomerRows.Open), ("@version", (long)version));

    /// <summary>
    /// When a version may take effect: so many days after the last of the customers who were there when it was announced has it in its log. Who came afterwards came
    /// knowing it: his log has it first, too, but he puts nothing off. Null while anybody's log has not got it.
    /// </summary>
    public static DateTimeOffset? DueAt(Session db, int version) => Waiting(db, version).Count > 0 ? null : db.First(
        """
        SELECT r.announced_at, r.notice_days,
          (SELECT MAX(n.logged_at) FROM owner_notices n JOIN customers c ON c.id = n.customer AND c.state = @open AND c.created_at <= r.announced_at WHERE n.version = r.version)
        FROM owner_registers r WHERE r.version = @version
        """,
        row => (DateTimeOffset?)((row.TimeOrNull(2) ?? row.Time(0)) + TimeSpan.FromDays(row.GetInt64(1))), ("@version", (long)version), ("@open", CustomerRows.Open));

    /// <summary>Whether the account is an owner's, by the register in effect or the one to come.</summary>
    public static bool Hold(Session db, ControlSealer sealer, PersonId account) =>
        new[] { Current(db, sealer), Coming(db, sealer) }.Any(register => register?.Owners.Any(o => o.Account == account) == true);

    /// <summary>As customers see it.</summary>
    public static OwnerRegister? WithoutAccounts(OwnerRegister? register) =>
        register is null ? null : register with { Owners = [.. register.Owners.Select(o => o with { Account = null })] };

    private static OwnerRegister Map(DbDataReader row, ControlSealer sealer)
    {
        var version = (int)row.GetInt64(0);
        return new(
            version, row.GetString(2), row.Time(3), (int)row.GetInt64(4), row.TimeOrNull(5),
            JsonSerializer.Deserialize<List<OwnerEntry>>(sealer.Open(Place(version), row.Bytes(1)), DomainJson.Options)!);
    }

    private static string Place(int version) => $"owner_registers/content/{version}";
}
