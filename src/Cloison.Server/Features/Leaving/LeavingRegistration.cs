using Cloison.Server.Features.Leaving.Packaging;

namespace Cloison.Server.Features.Leaving;

internal static class LeavingRegistration
{
    public static void AddLeaving(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(LeavingSettings.From(configuration));
        // In the order of the archive.
        services.AddSingleton<IPackagePart, PeoplePart>();
        services.AddSingleton<IPackagePart, KeysPart>();
        services.AddSingleton<IPackagePart, ProjectsPart>();
        services.AddSingleton<IPackagePart, LogPart>();
        services.AddSingleton<IDepartingLog, DepartingLog>();
        services.AddSingleton<CustomerExportJob>();
        services.AddSingleton<CustomerExports>();
        services.AddHostedService(provider => provider.GetRequiredService<CustomerExports>());
        services.AddSingleton<KeptLogs>();
        services.AddSingleton<Shredder>();
        services.AddSingleton<Departures>();
        services.AddHostedService(provider => provider.GetRequiredService<Departures>());
    }
}
