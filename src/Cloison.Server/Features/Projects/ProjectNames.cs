using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Projects;

/// <summary>Names in listings of several projects: one that is withheld must not keep the others from being shown.</summary>
internal static class ProjectNames
{
    /// <summary>Empty for a project whose owner withholds it.</summary>
    public static string Shown(Compartment compartment, ProjectId project, byte[] sealedName)
    {
        try
        {
            return compartment.Sealer(project).OpenText(Seals.ProjectName(project), sealedName);
        }
        catch (SealBrokenException e) when (e.Reason is SealBreak.KeyRevoked or SealBreak.KeyDestroyed && compartment.Keys.IsWithheld(project))
        {
            return "";
        }
    }
}
