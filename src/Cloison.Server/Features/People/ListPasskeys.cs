using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>The passkeys of who asks.</summary>
internal static class ListPasskeys
{
    public static async Task<Ok<List<PasskeySummary>>> HandleAsync(Caller caller, ControlDatabase control, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(
            db => db.List(
                "SELECT id, name, created_at FROM passkeys WHERE person = @person ORDER BY id LIMIT 100",
                row => new PasskeySummary(row.Id<PasskeyKind>(0), row.GetString(1), row.Time(2)),
                ("@person", caller.Person.Text)),
            ct));
}
