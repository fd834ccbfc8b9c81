using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Route = Cloison.ServerTests.Platform.Route;

namespace Cloison.ServerTests.Walls;

/// <summary>The whole product with a clock of the test's own and customers that are one another's rivals.</summary>
internal sealed class WallServer(TestClock clock) : ServerUnderTest(clock)
{
    public IServiceProvider Services => App.Services;

    public ControlDatabase Control => Service<ControlDatabase>();

    /// <summary>The product's own address.</summary>
    public new Uri Address => new(base.Address);

    public T Service<T>() where T : notnull => Services.GetRequiredService<T>();

    /// <summary>The entries of a customer's log, when everything that the wall has decided is in it.</summary>
    public async Task<List<AccessEntry>> EntriesAsync(CustomerId customer)
    {
        await Service<WallLog>().PassOnAsync(Ct);
        return (await (await LogAsync(customer, Ct)).ReadAsync(0, 100_000, Ct)).ConvertAll(e => EntryEncoding.Read(e));
    }

    /// <summary>Shuts a customer's log, or opens it again.</summary>
    public async Task ShutLogAsync(CustomerId customer, bool shut = true)
    {
        var database = (await Installation.FindAsync(customer, Ct))!.Database;
        await database.WriteAsync(db => db.Execute(shut ? "ALTER TABLE log_entries RENAME TO log_shut" : "ALTER TABLE log_shut RENAME TO log_entries"), Ct);
    }

    /// <summary>What stands on the screen of whoever started the server.</summary>
    public CapturedLogs Logs { get; } = new();

    public IReadOnlyList<Route> Routes =>
        [.. Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().SelectMany(Route.Of).DistinctBy(r => r.ToString())];

    /// <param name="first">Another node, whose root key and clock this one shares.</param>
    /// <param name="contentUrl">Another origin for uploads.</param>
    public static async Task<WallServer> StartAsync(string? postgres, WallRules rules, WallServer? first = null, string? contentUrl = null)
    {
        var server = new WallServer(first?.Clock ?? new());
        if (first is not null)
            File.Copy(Path.Combine(first.DataFolder, "root.key"), Path.Combine(server.DataFolder, "root.key"));
        await server.OpenAsync(postgres, rules, contentUrl: contentUrl);
        server.Service<ILoggerFactory>().AddProvider(server.Logs);
        return server;
    }

    public Task<CustomerId> NewCustomerAsync() => Visitors.NewCustomerAsync(Installation, Clock.GetUtcNow());

    public async Task<(PersonId Person, Browser Browser)> HireAsync(CustomerId customer, params Role[] roles)
    {
        var (person, token) = await Visitors.SignInAsync(Installation, customer, Clock.GetUtcNow(), roles);
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

    public Task<PersonId> NewPersonAsync() => Visitors.NewPersonAsync(Installation, Clock.GetUtcNow());

    /// <summary>A further session of a person, whatever he may there.</summary>
    public async Task<Browser> SignInAsync(PersonId person, CustomerId? customer) =>
        Browser(await Visitors.SignInAgainAsync(Installation, customer, person, Clock.GetUtcNow()));

    /// <summary>A role that no invitation gave, and so no wall was asked.</summary>
    public Task PlantRoleAsync(PersonId person, CustomerId customer, params Role[] roles) =>
        Control.WriteAsync(db => PersonRows.Join(db, person, customer, RoleSet.Of(roles), Clock.GetUtcNow()), Ct);

    /// <summary>Somebody who is this to the platform, and has no role anywhere.</summary>
    public async Task<(PersonId Person, Browser Browser)> HelperAsync(Insider kind)
    {
        var (person, now) = (PersonId.New(Clock.GetUtcNow()), Clock.GetUtcNow());
        await Control.WriteAsync(
            db =>
            {
                PersonRows.Insert(db, person, "Helper", $"{person}@example.org", "", isOperator: kind == Insider.Operator, now);
                if (kind is not (Insider.None or Insider.Operator))
                    WallRegistry.SetInsider(db, person, kind, now);
            },
            Ct);
        var browser = Browser(null);
        browser.Cookie = await NewCookieAsync(person);
        return (person, browser);
    }

    /// <summary>A project with a few tasks "This is task 0.", 1, 2 …</summary>
    public async Task<ProjectId> NewProjectAsync(CustomerId customer, int tasks = 3)
    {
        var (compartment, now) = ((await Installation.FindAsync(customer, Ct))!, Clock.GetUtcNow());
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment), PersonId.New(now), now, Ct);
        var made = Enumerable.Range(0, tasks).Select(n => (TaskId.New(now.AddMilliseconds(n)), n)).ToList();
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, made, now), Ct);
        return project;
    }

    /// <summary>What the server does four times a second; twice, since a look leaves alone what it sees for the first time.</summary>
    public async Task LookAfterRequestsAsync()
    {
        for (var look = 0; look < 2; look++)
            await Services.GetRequiredService<OngoingRequests>().LookAsync(Ct);
    }

    /// <summary>The same session, at this node.</summary>
    public Browser BrowserAs(Browser other) => new(Address.Port, "localhost") { Cookie = other.Cookie };

    /// <summary>A further session of somebody without a role.</summary>
    public async Task<string> NewCookieAsync(PersonId person)
    {
        var (token, now) = (SecretToken.New(), Clock.GetUtcNow());
        await Control.WriteAsync(
            db => SessionRows.Open(db, new(SessionId.New(now), token, null, "A browser", "127.0.0.1", now, now + SessionLimits.Absolute), person, customer: null), Ct);
        return $"__Host-cloison={token.Text}";
    }

    public async Task<AccessLog> LogAsync(CustomerId customer, CancellationToken ct = default) =>
        await Services.GetRequiredService<OpenLogs>().OfAsync((await Installation.FindAsync(customer, ct))!);

    /// <summary>What the wall has decided stands in the customers' logs.</summary>
    public Task PassOnAsync(CancellationToken ct) => Services.GetRequiredService<WallLog>().PassOnAsync(ct);

    /// <summary>One look of the watch, now.</summary>
    public Task WatchGlassesAsync(CancellationToken ct) =>
        Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>().OfType<GlassWatch>().Single().LookAsync(ct);

    public Browser Browser(string? token) => new(Address.Port, "localhost") { Cookie = token is null ? null : $"__Host-cloison={token}" };
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
