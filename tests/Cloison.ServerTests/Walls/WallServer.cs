using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Route = Cloison.ServerTests.Platform.Route;

namespace Cloison.ServerTests.Walls;

/// <summary>The whole product with a clock of the test's own and customers that are one another's rivals.</summary>
internal sealed class WallServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-walls-");
    private Installation installation = null!;
    private WebApplication app = null!;

    private WallServer(TestClock clock) => Clock = clock;

    public TestClock Clock { get; }

    public Installation Installation => installation;

    public IServiceProvider Services => app.Services;

    public ControlDatabase Control => app.Services.GetRequiredService<ControlDatabase>();

    /// <summary>The product's own address.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>What stands on the screen of whoever started the server.</summary>
    public CapturedLogs Logs { get; } = new();

    public IReadOnlyList<Route> Routes =>
        [.. app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().SelectMany(Route.Of).DistinctBy(r => r.ToString())];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <param name="first">Another node, whose root key and clock this one shares.</param>
    /// <param name="contentUrl">Another origin for uploads.</param>
    public static async Task<WallServer> StartAsync(string? postgres, WallRules rules, WallServer? first = null, string? contentUrl = null)
    {
        var server = new WallServer(first?.Clock ?? new());
        if (first is not null)
            File.Copy(Path.Combine(first.folder.FullName, "root.key"), Path.Combine(server.folder.FullName, "root.key"));
        server.installation = await Installation.OpenAsync(new(server.folder.FullName, postgres), server.Clock, Ct);
        server.app = CloisonServer.Build(new(server.folder.FullName, "http://127.0.0.1:0", ContentUrl: contentUrl), server.installation, server.Clock, rules);
        server.Services.GetRequiredService<ILoggerFactory>().AddProvider(server.Logs);
        await server.app.StartAsync(Ct);
        server.Address = new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a != contentUrl));
        return server;
    }

    public Task<CustomerId> NewCustomerAsync() => Visitors.NewCustomerAsync(installation, Clock.GetUtcNow());

    public async Task<(PersonId Person, Browser Browser)> HireAsync(CustomerId customer, params Role[] roles)
    {
        var (person, token) = await Visitors.SignInAsync(installation, customer, Clock.GetUtcNow(), roles);
        return (person, Browser(token));
    }

    /// <summary>The operator, in his own house.</summary>
    public async Task<(PersonId Person, CustomerId House)> NewOperatorAsync()
    {
        var house = await NewCustomerAsync();
        var (person, _) = await HireAsync(house, Role.Administrator);
        await Control.WriteAsync(
            db =>
            {
                db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", person.Text));
                db.Execute("UPDATE customers SET is_house = 1 WHERE id = @id", ("@id", house.Text));
            },
            Ct);
        return (person, house);
    }

    public Task<PersonId> NewPersonAsync() => Visitors.NewPersonAsync(installation, Clock.GetUtcNow());

    /// <summary>A further session of a person, whatever he may there.</summary>
    public async Task<Browser> SignInAsync(PersonId person, CustomerId? customer) =>
        Browser(await Visitors.SignInAgainAsync(installation, customer, person, Clock.GetUtcNow()));

    /// <summary>A role that no invitation gave, and so no wall was asked.</summary>
    public Task PlantRoleAsync(PersonId person, CustomerId customer, params Role[] roles) =>
        Control.WriteAsync(db => PersonRows.Join(db, person, customer, RoleSet.Of(roles), Clock.GetUtcNow()), Ct);

    /// <summary>A project with a few tasks "This is task 0.", 1, 2 …</summary>
    public async Task<ProjectId> NewProjectAsync(CustomerId customer, int tasks = 3)
    {
        var (compartment, now) = ((await installation.FindAsync(customer, Ct))!, Clock.GetUtcNow());
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment), PersonId.New(now), now, Ct);
        var made = Enumerable.Range(0, tasks).Select(n => (TaskId.New(now.AddMilliseconds(n)), n)).ToList();
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, made, now), Ct);
        return project;
    }

    public Browser Browser(string? token) => new(Address.Port, "localhost") { Cookie = token is null ? null : $"__Host-cloison={token}" };

    /// <summary>What the server does four times a second; twice, since a look leaves alone what it sees for the first time.</summary>
    public async Task LookAfterRequestsAsync()
    {
        for (var look = 0; look < 2; look++)
            await Services.GetRequiredService<OngoingRequests>().LookAsync(Ct);
    }

    /// <summary>The same session, at this node.</summary>
    public Browser BrowserAs(Browser other) => new(Address.Port, "localhost") { Cookie = other.Cookie };

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        await installation.DisposeAsync();
        folder.Delete(recursive: true);
    }
}

/// <summary>Where the servers of these tests keep their data.</summary>
public abstract class WallPlace
{
    internal abstract Task<string?> PostgresAsync();
}

public sealed class WallsInSqlite : WallPlace
{
    internal override Task<string?> PostgresAsync() => Task.FromResult<string?>(null);
}

public sealed class WallsInPostgres(PostgresCluster cluster) : WallPlace
{
    internal override async Task<string?> PostgresAsync() => await cluster.NewDatabaseAsync(TestContext.Current.CancellationToken);
}
