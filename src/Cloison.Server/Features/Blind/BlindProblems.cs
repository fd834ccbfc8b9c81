using Cloison.Domain;

namespace Cloison.Server.Features.Blind;

/// <summary>Every expected failure of this feature.</summary>
internal static class BlindProblems
{
    public static Problem NameFound(IReadOnlyList<(string Where, IReadOnlyList<string> Names)> hits) => new(
        "blind.name_found", 422, "This names what workers must not read.", "Take the names out, or send it again with allowNames=true: that is recorded.",
        [.. hits.Select(h => new InputError(h.Where, Reason(h.Names)))]);

    /// <summary>What an engineer of the customer is told; the names are his own.</summary>
    public static string Reason(IReadOnlyList<string> names) => $"A name of your list stands in it: {string.Join(", ", names)}.";
}
