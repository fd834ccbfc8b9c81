using System.Text.Json;
using Cloison.Contracts;
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
        TypedResults.Ok(await control.ReadAsync(db => Read(db, sealer, caller.Person, caller.Customer), ct));

    public static Me Read(Session db, ControlSealer sealer, PersonId person, CustomerId? customer)
    {
        // R13: an owner has no business with customers, not even with their names.
        var isOwner = WallRegistry.InsiderOf(db, person).IsOwner();
        var customers = isOwner ? [] : CustomerRows.Of(db, sealer, person);
        var current = customers.Find(c => c.Id == customer);
        var roles = current is null ? default : PersonRows.RolesOf(db, person, current.Id) ?? default;
        return db.First(
            "SELECT display_name, email, is_operator, language, theme, hotkeys FROM persons WHERE id = @id",
            row => new Me(
                person, row.GetString(0), row.GetString(1), row.Flag(2), current, roles.ToList(), customers, row.TextOrNull(3), row.TextOrNull(4),
                row.TextOrNull(5) is { } hotkeys ? JsonSerializer.Deserialize<Dictionary<string, string>>(hotkeys, DomainJson.Options) : null,
                isOwner),
            ("@id", person.Text))!;
    }
}
