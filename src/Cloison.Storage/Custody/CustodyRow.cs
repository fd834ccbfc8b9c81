using Cloison.Domain.Ids;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Custody;

/// <summary>A row of the table <c>custodies</c>, opened.</summary>
/// <param name="TtlSeconds">0 to <see cref="MaxTtlSeconds"/>; 0: the root is asked for at each request and stays only while requests run.</param>
/// <param name="Background">Jobs may ask for the root when nobody is there.</param>
/// <param name="RevokedBy"><c>customer</c> or <c>agent</c>; null while it is not revoked.</param>
/// <param name="AgentNumber">The newest message of the agent that counted.</param>
public sealed record CustodyRow(
    CustodianSettings Custodian, int TtlSeconds, bool Background, bool IsRevoked, DateTimeOffset Since, string? RevokedBy, long AgentNumber, long Version)
{
    public const int MaxTtlSeconds = 900, DefaultTtlSeconds = 300;

    private const string Columns = "settings, ttl_seconds, background, state, since, revoked_by, agent_number, version";

    /// <summary>What a customer has who never chose: the installation's own custodian.</summary>
    public static CustodyRow Default(DateTimeOffset since) => new(new CustodianSettings.Installation(), DefaultTtlSeconds, Background: false, IsRevoked: false, since, null, 0, 0);

    /// <param name="sealer">Of the control plane's own key.</param>
    public static CustodyRow? Read(Session db, CustomerId customer, Sealer sealer) => db.First(
        $"SELECT {Columns} FROM custodies WHERE customer = @customer",
        row => new CustodyRow(
            sealer.OpenJson<CustodianSettings>(At(customer), row.Bytes(0)), row.Int(1), row.Flag(2), row.Flag(3), row.Time(4), row.TextOrNull(5), row.GetInt64(6), row.GetInt64(7)),
        ("@customer", customer.Text));

    /// <summary>Which customers have a row, and how often it has changed: one small read tells a node what it missed.</summary>
    public static List<(CustomerId Customer, long Version)> Versions(Session db) =>
        db.List("SELECT customer, version FROM custodies", row => (row.Id<CustomerKind>(0), row.GetInt64(1)));

    /// <summary>Stores the row as the next version, which it returns.</summary>
    public CustodyRow Write(Session db, CustomerId customer, byte[] sealedSettings)
    {
        var next = this with { Version = db.Scalar<long>("SELECT COALESCE(MAX(version), 0) FROM custodies WHERE customer = @customer", ("@customer", customer.Text)) + 1 };
        db.Execute(
            """
            INSERT INTO custodies (customer, kind, settings, ttl_seconds, background, state, since, revoked_by, agent_number, version)
            VALUES (@customer, @kind, @settings, @ttl, @background, @state, @since, @by, @number, @version)
            ON CONFLICT (customer) DO UPDATE SET kind = excluded.kind, settings = excluded.settings, ttl_seconds = excluded.ttl_seconds, background = excluded.background,
              state = excluded.state, since = excluded.since, revoked_by = excluded.revoked_by, agent_number = excluded.agent_number, version = excluded.version
            """,
            ("@customer", customer.Text), ("@kind", Custodian.Kind), ("@settings", sealedSettings), ("@ttl", (long)TtlSeconds), ("@background", Background ? 1L : 0L),
            ("@state", IsRevoked ? 1L : 0L), ("@since", Since.ToUnixTimeMilliseconds()), ("@by", RevokedBy), ("@number", AgentNumber), ("@version", next.Version));
        return next;
    }

    public byte[] Seal(CustomerId customer, Sealer sealer) => sealer.SealJson(At(customer), Custodian);

    private static SealContext At(CustomerId customer) => new("custodies", "settings", customer.Text);
}
