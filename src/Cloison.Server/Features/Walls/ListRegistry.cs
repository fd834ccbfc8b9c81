using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Walls;

/// <summary>The operator's register of people: who is whom, who has an interest where, who has seen whose content and when. None of the content.</summary>
internal static class ListRegistry
{
    public static async Task<Ok<List<RegistryPerson>>> HandleAsync(ControlDatabase control, CancellationToken ct) => TypedResults.Ok(await control.ReadAsync(Read, ct));

    private static List<RegistryPerson> Read(Session db)
    {
        var interests = db.List(
            "SELECT person, id, customer, kind, since FROM interests WHERE ended_at IS NULL ORDER BY id",
            row => (Person: row.Id<PersonKind>(0), Interest: new InterestSummary(row.Id<InterestKind>(1), row.Id<CustomerKind>(2), row.Enum<InterestOf>(3), row.Time(4)))).ToLookup(i => i.Person, i => i.Interest);
        var exposures = db.List(
            "SELECT person, customer, first_at, last_at FROM exposures ORDER BY customer",
            row => (Person: row.Id<PersonKind>(0), Exposure: new ExposureSummary(row.Id<CustomerKind>(1), row.Time(2), row.Time(3)))).ToLookup(e => e.Person, e => e.Exposure);
        return db.List("SELECT id, display_name FROM persons ORDER BY display_name, id LIMIT 10000", row => (Id: row.Id<PersonKind>(0), Name: row.GetString(1)))
            .ConvertAll(p => new RegistryPerson(p.Id, p.Name, WallRegistry.IdentityOf(db, p.Id), WallRegistry.InsiderOf(db, p.Id), [.. interests[p.Id]], [.. exposures[p.Id]]));
    }
}
