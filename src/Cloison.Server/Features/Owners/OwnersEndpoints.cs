using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Walls;

namespace Cloison.Server.Features.Owners;

/// <summary>Who owns the host: kept by its operator, read by every customer.</summary>
internal static class OwnersEndpoints
{
    private const string Why = "Who owns the host: nothing of the customer's.";

    public static void AddOwners(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(OwnersSettings.From(configuration));
        services.AddSingleton<OwnerNotices>();
        services.AddHostedService(provider => provider.GetRequiredService<OwnerNotices>());
    }

    public static void MapOwners(this RouteGroupBuilder api)
    {
        var owners = api.MapGroup("").WithTags("Owners");
        owners.MapGet("/trust/owners", ShowOwners.HandleForCustomerAsync).RequireAuthorization(Policies.Audit).SteersWall(Why).WithoutContent().LogsNothing(Why);
        owners.MapGet("/registry/owners", ShowOwners.HandleForOperatorAsync).RequireAuthorization(Policies.Operate);
        owners.MapPut("/registry/owners", AnnounceOwners.HandleAsync).RequireAuthorization(Policies.Operate);
    }
}
