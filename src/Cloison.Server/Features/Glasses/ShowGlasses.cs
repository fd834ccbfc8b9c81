using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Glasses;

/// <summary>The requests that a customer was sent, newest first, with the report of each that was opened.</summary>
internal static class ShowGlasses
{
    public static async Task<Ok<GlassOverview>> HandleAsync(Caller caller, ControlDatabase control, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return TypedResults.Ok(await control.ReadAsync(db => new GlassOverview(Glass.IsAllowed(db, caller.OwnCustomer), Read(db, caller.OwnCustomer, now)), ct));
    }

    /// <summary>As it stands now: enough approvals, or a day without an answer, change no row.</summary>
    public static GlassState StateOf(Glass glass, int approvals, DateTimeOffset now) =>
        glass.State != GlassState.Asked ? glass.State
        : glass.IsStale(now) ? GlassState.Expired
        : approvals >= GlassFacts.NeededApprovals ? GlassState.Approved
        : GlassState.Asked;

    private static List<GlassSummary> Read(Session db, CustomerId customer, DateTimeOffset now) => db.List(
            """
            SELECT g.id, g.reason, g.ticket, COALESCE(p.display_name, ''), g.opened_at, g.ended_at, g.reads, g.first_read_at, g.last_read_at
            FROM glasses g LEFT JOIN persons p ON p.id = g.person WHERE g.customer = @customer ORDER BY g.id DESC LIMIT 200
            """,
            row => (
                Id: row.Id<GlassKind>(0), Reason: row.Enum<GlassReason>(1), Ticket: row.GetString(2), RequestedBy: row.GetString(3), OpenedAt: row.TimeOrNull(4),
                EndedAt: row.TimeOrNull(5), Reads: row.GetInt64(6), FirstReadAt: row.TimeOrNull(7), LastReadAt: row.TimeOrNull(8)),
            ("@customer", customer.Text))
        .ConvertAll(row =>
        {
            var glass = Glass.Read(db, row.Id)!;
            return new GlassSummary(
                glass.Id, glass.Project, row.Reason, row.Ticket, glass.Minutes, StateOf(glass, Glass.Approvers(db, glass).Count, now), row.RequestedBy, glass.AskedAt,
                Approvals(db, glass.Id), row.OpenedAt, glass.ExpiresAt, row.EndedAt, row.Reads, row.FirstReadAt, row.LastReadAt);
        });

    private static List<GlassApproval> Approvals(Session db, GlassId glass) => db.List(
        "SELECT a.person, COALESCE(p.display_name, ''), a.at FROM glass_approvals a LEFT JOIN persons p ON p.id = a.person WHERE a.glass = @glass ORDER BY a.at, a.person LIMIT 100",
        row => new GlassApproval(row.Id<PersonKind>(0), row.GetString(1), row.Time(2)), ("@glass", glass.Text));
}
