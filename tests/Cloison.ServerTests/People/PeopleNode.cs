using System.Collections.Concurrent;
using System.Net;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cloison.ServerTests.People;

/// <summary>One server node with this feature, on real Kestrel and a real control database; several nodes may share the database.</summary>
internal sealed class PeopleNode : IAsyncDisposable
{
    // All nodes of an installation have the same.
    private static readonly Lazy<Task<KeyRing>> SharedKeys = new(MakeKeysAsync);

    private readonly WebApplication app;

    private PeopleNode(WebApplication app, TestClock clock, ControlDatabase control, CapturedLogs logs)
    {
        this.app = app;
        Clock = clock;
        Control = control;
        Logs = logs;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        Port = new Uri(addresses.Addresses.Single()).Port;
    }

    public const string AdasPassword = "correct zebra paper clip";

    public TestClock Clock { get; }

    public ControlDatabase Control { get; }

    public CapturedLogs Logs { get; }

    public int Port { get; }

    public List<CustomerId> MadeCompartments { get; } = [];

    /// <summary>What would stand in the customers' access logs.</summary>
    public ConcurrentQueue<(CustomerId? Customer, LogEntry Entry)> Logged { get; } = new();

    /// <summary>Thrown instead of logging.</summary>
    public Exception? LogFault { get; set; }

    public IEnumerable<Endpoint> Endpoints => app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<PeopleNode> StartAsync(ControlDatabase control, TestClock? clock = null, params (string Name, string Value)[] configuration)
    {
        clock ??= new();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(configuration.Select(c => KeyValuePair.Create(c.Name, (string?)c.Value)));
        var logs = new CapturedLogs();
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.ConfigureHttpJsonOptions(json => DomainJson.Configure(json.SerializerOptions));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddSingleton(control);
        PeopleNode? node = null;
        builder.Services.AddSingleton<CompartmentFactory>((customer, _) =>
        {
            node!.MadeCompartments.Add(customer);
            return Task.CompletedTask;
        });
        builder.Services.AddSingleton<CustomerLog>((customer, entry) =>
        {
            node!.Logged.Enqueue((customer, entry));
            return node.LogFault is { } fault ? Task.FromException(fault) : Task.CompletedTask;
        });
        builder.Services.AddAccess(builder.Configuration).AddPeople().AddWalls(WallRules.All);
        builder.Services.AddSingleton<CompartmentHealthReader>(_ => Task.FromResult<IReadOnlyDictionary<CustomerId, CompartmentHealth>>(new Dictionary<CustomerId, CompartmentHealth>()));
        builder.Services.AddSingleton(new Passwords(rounds: 1000));
        builder.Services.AddSingleton(new EmailHashes((await SharedKeys.Value).Index));
        builder.Services.AddSingleton(new ControlSealer((await SharedKeys.Value).ForCompartment()));
        var app = builder.Build();
        app.UseRouting();
        app.UseAccess();
        app.MapPeople();
        // Routes that stand for other features.
        foreach (var policy in Policies.InCompartment.Keys)
            app.MapMethods($"/probe/{policy}", ["GET", "POST"], (Caller caller) => caller.OwnCustomer.Text).RequireAuthorization(policy);
        app.MapGet("/probe/forgotten", () => "a route that names no policy");
        app.MapGet("/probe/unnamed", () => "a route that names none of ours").RequireAuthorization();
        await app.StartAsync(Ct);
        return node = new(app, clock, control, logs);
    }

    /// <summary>A browser that has no cookie yet.</summary>
    public Browser Browser(string host = "localhost") => new(Port, host);

    /// <summary>Sets the installation up; the browser is signed in as its first administrator.</summary>
    public async Task<Browser> SetUpAsync()
    {
        var token = await SetupToken.EnsureAsync(Control, Ct);
        var browser = Browser();
        var me = await browser.PostAsync<Me>("/api/setup", new SetUp(token!, "Ada", "ada@example.org", AdasPassword, "Analytical Engines"));
        browser.Me = me;
        return browser;
    }

    /// <summary>Somebody new, invited by an administrator, signed in.</summary>
    public async Task<Browser> JoinAsync(Browser administrator, string name, params Role[] roles)
    {
        var invitation = await administrator.PostAsync<NewInvitation>("/api/invitations", new Invite(null, roles));
        var browser = Browser();
        browser.Me = await browser.PostAsync<Me>(
            "/api/invitations/accept",
            new Contracts.AcceptInvitation(TokenOf(invitation.Link), name, $"{name}@example.org", $"{name}'s rather long secret"));
        return browser;
    }

    /// <summary>Another customer, whose first administrator is signed in.</summary>
    public async Task<Browser> NewCustomerAsync(Browser @operator, string name)
    {
        var created = await @operator.PostAsync<CreatedCustomer>("/api/customers", new NewCustomer(name));
        var browser = Browser();
        browser.Me = await browser.PostAsync<Me>(
            "/api/invitations/accept",
            new Contracts.AcceptInvitation(TokenOf(created.Invitation.Link), $"Head of {name}", $"head@{name}.example", "a head's rather long secret"));
        return browser;
    }

    private static async Task<KeyRing> MakeKeysAsync()
    {
        var folder = Directory.CreateTempSubdirectory("cloison-keys-");
        using var custodian = FileKeyCustodian.Create(Path.Combine(folder.FullName, "root.key"));
        var keys = await KeyRing.CreateAsync(CompartmentName.Control, custodian, TimeProvider.System, Ct);
        folder.Delete(recursive: true);
        return keys;
    }

    public static string TokenOf(string link) => link[(link.IndexOf('#', StringComparison.Ordinal) + 1)..];

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
