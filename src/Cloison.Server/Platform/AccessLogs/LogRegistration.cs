using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;

namespace Cloison.Server.Platform.AccessLogs;

internal static class LogRegistration
{
    public static void AddAccessLogs(this IServiceCollection services)
    {
        services.AddSingleton<OpenLogs>();
        services.AddSingleton(provider => CustomerLogs.Of(provider.GetRequiredService<Installation>(), provider.GetRequiredService<OpenLogs>()));
        services.AddSingleton<IUnwrapReceipts, LogReceipts>();
        services.AddHostedService<LogPublisher>();
        services.AddHostedService<WitnessRound>();
        services.AddSingleton<LogOfLogs>();
        services.AddHostedService(provider => provider.GetRequiredService<LogOfLogs>());
    }
}
