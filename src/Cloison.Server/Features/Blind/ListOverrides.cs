using Cloison.Contracts;
using Cloison.Server.Features.People;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Blind;

/// <summary>Who let which names through, where and when.</summary>
internal static class ListOverrides
{
    public static async Task<Ok<List<NameOverride>>> HandleAsync(Compartment compartment, PeopleNames people, CancellationToken ct)
    {
        var overrides = await DenyList.OverridesAsync(compartment, ct);
        var names = await people.OfAsync(overrides.Select(o => o.Person), ct);
        return TypedResults.Ok(overrides.ConvertAll(o => new NameOverride(o.Project, o.Person, names[o.Person], o.Where, o.Names, o.At)));
    }
}
