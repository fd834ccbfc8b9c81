using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.People;

/// <summary>Tells a person who he is here, and for which customer.</summary>
internal static class ShowMe
{
    public static async Task<Ok<Me>> HandleAsync(Caller caller, ControlDatabase control, ControlSealer sealer, CancellationToken ct) =>
        TypedResults.Ok(await control.ReadAsync(db => Read(db, sealer, caller.Person, caller.Customer, caller.Glass?.Id), ct));

    /// <param name="glass">The glass that his session came through: of its customer he sees the code name.</param>
    public static Me Read(Session db, ControlSealer sealer, PersonId person, CustomerId? customer, GlassId? glass = null)
    {
        var through = glass is { } id ? ReadGlass(db, id) : null;
        var insider = WallRegistry.InsiderOf(db, person);
        // R13: an owner has no business with customers, not even with their names.
        var customers = insider.IsOwner() ? [] : CustomerRows.Of(db, sealer, person);
        var current = through is null ? customers.Find(c => c.Id == customer) : new(customer!.Value, through.CodeName);
        var roles = through is not null || current is null ? default : PersonRows.RolesOf(db, person, current.Id) ?? default;
        return db.First(
            "SELECT display_name, email, is_operator, language, theme, hotkeys FROM persons WHERE id = @id",
            row => new Me(
                person, row.GetString(0), row.GetString(1), through is null && row.Flag(2), current, roles.ToList(), customers, row.TextOrNull(3), row.TextOrNull(4),
                row.TextOrNull(5) is { } hotkeys ? JsonSerializer.Deserialize<Dictionary<string, string>>(hotkeys, DomainJson.Options) : null, through,
                through is null && insider is Insider.Operator or Insider.Support or Insider.Developer, insider.IsOwner()),
            ("@id", person.Text))!;
    }

    private static GlassSession? ReadGlass(Session db, GlassId glass) => db.First(
        "SELECT COALESCE(c.code_name, ''), g.project, g.expires_at FROM glasses g JOIN customers c ON c.id = g.customer WHERE g.id = @id",
        row => new GlassSession(glass, row.GetString(0), row.Id<ProjectKind>(1), row.Time(2)), ("@id", glass.Text));
}
