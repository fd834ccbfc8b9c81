namespace Cloison.Tests.Architecture;

/// <summary>The table under the heading "Dependencies" of ARCHITECTURE.md: project, and what it may reference.</summary>
internal sealed class DependencyTable(IReadOnlyDictionary<string, IReadOnlySet<string>> allowed)
{
    public const string Prefix = "Cloison.";

    public IReadOnlyDictionary<string, IReadOnlySet<string>> Allowed { get; } = allowed;

    public static DependencyTable Parse(string markdown)
    {
        var allowed = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var isUnderHeading = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith('#'))
                isUnderHeading = line.Contains("Dependencies", StringComparison.OrdinalIgnoreCase);
            if (!isUnderHeading || !line.StartsWith('|') || line.Trim('|', ' ').Split('|') is not [var project, var references])
                continue;
            if (project.Trim() is "project" || project.Trim().All(c => c is '-' or ':'))
                continue;
            var names = references.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Short).Where(n => n is not ("none" or "—" or "-"));
            allowed[Short(project)] = names.ToHashSet(StringComparer.Ordinal);
        }

        return new(allowed);
    }

    /// <summary>Every reference that the table does not allow, as a sentence.</summary>
    /// <param name="references">The projects that exist, each with what it references.</param>
    public IReadOnlyList<string> Violations(IReadOnlyDictionary<string, IReadOnlySet<string>> references)
    {
        var violations = new List<string>();
        foreach (var (project, named) in references)
            if (!Allowed.TryGetValue(project, out var may))
                violations.Add($"{project} is not in the table.");
            else
                violations.AddRange(named.Where(n => !may.Contains(n) && !(n == "Domain" && ReachesDomain(may))).Select(n => $"{project} may not reference {n}."));
        return violations;
    }

    public static string Short(string name) => name.Trim().Trim('`').Replace(Prefix, "", StringComparison.Ordinal);

    private bool ReachesDomain(IReadOnlySet<string> named) =>
        named.Any(n => n == "Domain" || (Allowed.TryGetValue(n, out var next) && next.Count > 0 && ReachesDomain(next)));
}
