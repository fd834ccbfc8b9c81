using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Blind;

/// <summary>Workers do not know whom they work for.</summary>
internal static class BlindEndpoints
{
    public static void MapBlind(this RouteGroupBuilder api)
    {
        api.MapGet("/blind", ReadBlind.HandleAsync).RequireAuthorization(Policies.Engineer).Logs(LogTypes.Read);
        api.MapPut("/blind", ChangeBlind.HandleAsync).RequireAuthorization(Policies.Administer).LogsNothing("The reply repeats what was sent.");
        api.MapGet("/blind/overrides", ListOverrides.HandleAsync).RequireAuthorization(Policies.Engineer).Logs(LogTypes.List);
    }
}
