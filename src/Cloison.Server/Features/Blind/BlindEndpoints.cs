using Cloison.Server.Platform.Access;

namespace Cloison.Server.Features.Blind;

/// <summary>Workers do not know whom they work for.</summary>
internal static class BlindEndpoints
{
    public static void MapBlind(this RouteGroupBuilder api)
    {
        api.MapGet("/blind", ReadBlind.HandleAsync).RequireAuthorization(Policies.Engineer);
        api.MapPut("/blind", ChangeBlind.HandleAsync).RequireAuthorization(Policies.Administer);
        api.MapGet("/blind/overrides", ListOverrides.HandleAsync).RequireAuthorization(Policies.Engineer);
    }
}
