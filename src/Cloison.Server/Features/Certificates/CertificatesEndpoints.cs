using Cloison.Server.Features.Leaving.Packaging;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Certificates;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Walls;

namespace Cloison.Server.Features.Certificates;

/// <summary>Certificates that a customer can show.</summary>
internal static class CertificatesEndpoints
{
    private const string Why = "Pseudonyms, counts and hashes about the wall: no content.";

    public static void AddCertificates(this IServiceCollection services)
    {
        services.AddSingleton<CertificateSigner>();
        services.AddSingleton<Certificates>();
        services.AddSingleton<IPackagePart, CertificatesPart>();
        services.AddSingleton<EndedScreens>();
        services.AddHostedService(provider => provider.GetRequiredService<EndedScreens>());
    }

    public static void MapCertificates(this RouteGroupBuilder api)
    {
        var certificates = api.MapGroup("/trust/certificates").WithTags("Certificates").SteersWall(Why).WithoutContent();
        certificates.MapGet("", ListCertificates.HandleAsync).RequireAuthorization(Policies.Audit).LogsNothing(Why);
        certificates.MapPost("", MakeCertificate.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Certificate);
    }
}
