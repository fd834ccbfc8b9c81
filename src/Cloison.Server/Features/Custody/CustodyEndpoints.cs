using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;

namespace Cloison.Server.Features.Custody;

/// <summary>Who holds a customer's keys, and taking them back. All of it works while the content is withheld.</summary>
internal static class CustodyEndpoints
{
    public static void AddCustody(this IServiceCollection services)
    {
        services.AddSingleton<IKeyEventLog, LoggedKeyEvents>();
        services.AddSingleton<KeyEvents>();
        services.AddSingleton<CustodyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<CustodyWatch>());
        services.AddSingleton<RotationJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<RotationJobs>());
    }

    public static void MapCustody(this RouteGroupBuilder api)
    {
        var custody = api.MapGroup("/custody").RequireAuthorization(Policies.Administer).WithoutContent().LogsNothing("Keys by number and state; what is done to them is logged where it is done.");
        custody.MapGet("", ShowCustody.HandleAsync);
        custody.MapPut("", MoveKeys.HandleAsync);
        custody.MapPost("/revoke", WithholdContent.HandleAsync);
        custody.MapPost("/restore", RestoreContent.HandleAsync);
        custody.MapGet("/rotations", ListRotations.HandleAsync);
        custody.MapPost("/rotations", StartRotation.HandleAsync);
    }

    /// <summary>Beside the API: no person and no key of the API asks here.</summary>
    public static void MapKeyAgents(this WebApplication app) =>
        app.MapPost("/custody/agents/{customer}/revoked", HearAgent.HandleAsync).Public("The agent's signature is the proof.").LimitPerAddress()
            .WithMetadata(new StreamedBody("The agent's notice, as it signed it.", "application/json"));
}
