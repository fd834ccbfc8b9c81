using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>A person's own requests, newest first.</summary>
internal static class ListGlasses
{
    public static async Task<Ok<List<AskedGlass>>> HandleAsync(Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await control.ReadAsync(db => Read(db, caller.Person, now), ct));
    }

    private static List<AskedGlass> Read(Session db, PersonId person, DateTimeOffset now) => db.List(
            """
            SELECT g.id, COALESCE(c.code_name, ''), g.reason, g.ticket FROM glasses g LEFT JOIN customers c ON c.id = g.customer
            WHERE g.person = @person ORDER BY g.id DESC LIMIT 200
            """,
            row => (Id: row.Id<GlassKind>(0), CodeName: row.GetString(1), Reason: row.Enum<GlassReason>(2), Ticket: row.GetString(3)), ("@person", person.Text))
        .ConvertAll(row =>
        {
            var glass = Glass.Read(db, row.Id)!;
            var approvals = Math.Min(Glass.Approvers(db, glass).Count, Domain.Walls.GlassFacts.NeededApprovals);
            return new AskedGlass(
                glass.Id, row.CodeName, glass.Project, row.Reason, row.Ticket, glass.Minutes, ShowGlasses.StateOf(glass, approvals, now), glass.AskedAt, approvals, glass.ExpiresAt);
        });
}
