using Cloison.Domain;
using Cloison.Domain.Ontologies;

namespace Cloison.Server.Features.Projects;

/// <summary>What a project's settings may be.</summary>
internal static class ProjectRules
{
    public const int MaxInstructionsLength = 200_000;

    public static List<InputError> Check(string? name, string? instructions, int? overlap, int? reviewLevels, int? leaseSeconds, Ontology? ontology = null)
    {
        var errors = new List<InputError>();
        if (name is not null && name.Trim() is not { Length: > 0 and <= 200 })
            errors.Add(new("name", "A name has 1 to 200 characters."));
        if (instructions is { Length: > MaxInstructionsLength })
            errors.Add(new("instructions", $"Instructions have at most {MaxInstructionsLength} characters."));
        if (overlap is < 1 or > 100)
            errors.Add(new("overlap", "The overlap is 1 to 100."));
        if (reviewLevels is < 0 or > 2)
            errors.Add(new("reviewLevels", "There are 0 to 2 review levels."));
        if (leaseSeconds is < 60 or > 86_400)
            errors.Add(new("leaseSeconds", "A lease lasts 60 to 86,400 seconds."));
        if (ontology is not null)
            errors.AddRange(OntologyRules.Check(ontology).Select(e => e with { Path = "ontology." + e.Path }));
        return errors;
    }
}
