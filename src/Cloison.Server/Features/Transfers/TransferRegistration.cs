using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Exports;
using Cloison.Server.Features.Imports;
using Cloison.Server.Features.Review;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cloison.Server.Features.Transfers;

internal static class TransferRegistration
{
    public static void AddTransfers(this IServiceCollection services)
    {
        services.AddSingleton<Thumbnailer>();
        services.AddSingleton<AssetStore>();
        services.AddSingleton<FileReceiver>();
        services.AddSingleton<ImportJob>();
        services.AddSingleton<ExportJob>();
        services.AddSingleton<TransferJobs>();
        services.AddHostedService(provider => provider.GetRequiredService<TransferJobs>());
        // Exports wait for results that are due.
        services.TryAddSingleton<ResultMaker>();
    }
}
