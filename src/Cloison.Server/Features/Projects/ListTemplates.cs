using Cloison.Contracts;

namespace Cloison.Server.Features.Projects;

internal static class ListTemplates
{
    public static IReadOnlyList<ProjectTemplate> Handle() => Templates.All;
}
