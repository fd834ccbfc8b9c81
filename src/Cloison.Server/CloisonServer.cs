using Cloison.Domain.Json;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Acceptances;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Certificates;
using Cloison.Server.Features.Custody;
using Cloison.Server.Features.Blind;
using Cloison.Server.Features.Exports;
using Cloison.Server.Features.Glasses;
using Cloison.Server.Features.Imports;
using Cloison.Server.Features.Leaving;
using Cloison.Server.Features.Log;
using Cloison.Server.Features.Owners;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Quality;
using Cloison.Server.Features.Review;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Transfers;
using Cloison.Server.Features.Walls;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Outbound;
using Cloison.Server.Platform.Telemetry;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;

namespace Cloison.Server;

/// <summary>The server, put together: this file is its table of contents.</summary>
public static class CloisonServer
{
    /// <summary>Builds the web application over an open installation. The caller runs and disposes both.</summary>
    public static WebApplication Build(ServerOptions options, Installation installation, TimeProvider clock) => Build(options, installation, clock, WallRules.All);

    /// <param name="rules">Other than all of them only in tests.</param>
    internal static WebApplication Build(ServerOptions options, Installation installation, TimeProvider clock, WallRules rules)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        var content = ContentOrigin.From(options.ContentUrl);
        string[] urls = options.Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        builder.WebHost.UseUrls(content.ListenUrl is { } also && !urls.Contains(also, StringComparer.OrdinalIgnoreCase) ? [.. urls, also] : urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
        });
        builder.Logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddFilter("Cloison", LogLevel.Information);

        var services = builder.Services;
        services.AddSingleton(installation);
        services.AddSingleton(clock);
        services.AddSingleton(content);
        services.AddSingleton(new ControlDatabase(installation.Control));
        services.ConfigureHttpJsonOptions(json => DomainJson.Configure(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddResponseCompression(compression => compression.EnableForHttps = true);
        services.AddAccess(builder.Configuration);
        services.AddSingleton(SafeHttp.From(builder.Configuration));
        services.AddSingleton<CompartmentFactory>(installation.CreateCompartmentAsync);
        services.AddPeople();
        services.AddWalls(rules);
        services.AddCompartments();
        services.AddAccessLogs();
        services.AddTelemetry(builder.Configuration);
        services.AddApiDescription();
        services.AddSingleton<PeopleNames>();
        services.AddSingleton<Ontologies>();
        services.AddSingleton<TaskReader>();
        services.AddSingleton<Consensuses>();
        services.AddTransfers();
        services.AddCustody();
        services.AddLeaving(builder.Configuration);
        services.AddOwners(builder.Configuration);
        services.AddCertificates();
        services.AddHostedService<WallNews>();
        services.AddHostedService<LeaseSweeper>();
        services.AddSingleton<ResultMaker>();
        services.AddHostedService(provider => provider.GetRequiredService<ResultMaker>());

        var app = builder.Build();
        installation.Custodians.Receipts ??= app.Services.GetRequiredService<IUnwrapReceipts>();
        app.UseSecurityHeaders();
        app.UseFailures();
        app.UseKnownMethods();
        ContentOrigin.Use(app);
        app.UseWebUiFiles();
        app.UseRouting();
        app.UseAccess();
        app.UseCompartments();

        app.MapHealth();
        app.MapApiDescription();
        app.MapPeople();
        var api = app.MapGroup("/api");
        api.MapProjects();
        api.MapTasks();
        api.MapAssets();
        api.MapImports();
        api.MapExports();
        api.MapWork();
        api.MapReview();
        api.MapQuality();
        api.MapAcceptances();
        api.MapCustody();
        app.MapKeyAgents();
        app.MapLeaving(api);
        api.MapLog();
        api.MapBlind();
        app.MapContent(content);
        app.MapLogOfLogs();
        api.MapWalls();
        api.MapGlasses();
        api.MapOwners();
        api.MapCertificates();
        app.MapWebUi();
        return app;
    }

    /// <summary>The one-time token of the set-up link, while there is no person yet.</summary>
    public static Task<string?> EnsureSetupTokenAsync(WebApplication app, CancellationToken ct) =>
        SetupToken.EnsureAsync(app.Services.GetRequiredService<ControlDatabase>(), ct);
}
