using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>The customer's API keys, also expired ones, without their secrets.</summary>
internal static class ListKeys
{
    public static async Task<Ok<List<ApiKeySummary>>> HandleAsync(Caller caller, ControlDatabase control, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(db => Read(db, caller.OwnCustomer), ct));

    public static List<ApiKeySummary> Read(Session db, CustomerId customer) => db.List(
        """
        SELECT id, name, prefix, environment, scopes, created_at, expires_at, last_used_at FROM api_keys
        WHERE customer = @customer ORDER BY id DESC LIMIT 1000
        """,
        row => new ApiKeySummary(
            row.Id<ApiKeyKind>(0), row.GetString(1), row.GetString(2), row.Enum<KeyEnvironment>(3), new KeyScopeSet(row.GetInt64(4)).ToList(),
            row.Time(5), row.TimeOrNull(6), row.TimeOrNull(7)),
        ("@customer", customer.Text));
}
