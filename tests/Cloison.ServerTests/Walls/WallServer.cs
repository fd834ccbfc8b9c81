using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Walls;

/// <summary>The whole product with a clock of the test's own and customers that are one another's rivals.</summary>
internal sealed class WallServer : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-walls-");
    private Installation installation = null!;
    private WebApplication app = null!;

    public TestClock Clock { get; } = new();

    public ControlDatabase Control => app.Services.GetRequiredService<ControlDatabase>();

    public T Service<T>() where T : notnull => app.Services.GetRequiredService<T>();

    public async Task<AccessLog> LogAsync(CustomerId customer) => await Service<OpenLogs>().OfAsync((await installation.FindAsync(customer, Ct))!);

    /// <summary>The entries of a customer's log, when everything that the wall has decided is in it.</summary>
    public async Task<List<AccessEntry>> EntriesAsync(CustomerId customer)
    {
        // Not passed on by us: together with the server's own round it would be written twice.
        for (var i = 0; i < 600 && await Control.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM wall_decisions WHERE passed_on = 0 AND customer = @c", ("@c", customer.Text)), Ct) > 0; i++)
            await Task.Delay(50, Ct);
        return (await (await LogAsync(customer)).ReadAsync(0, 100_000, Ct)).ConvertAll(e => EntryEncoding.Read(e));
    }

    /// <summary>Shuts a customer's log, or opens it again.</summary>
    public async Task ShutLogAsync(CustomerId customer, bool shut = true)
    {
        var database = (await installation.FindAsync(customer, Ct))!.Database;
        await database.WriteAsync(db => db.Execute(shut ? "ALTER TABLE log_entries RENAME TO log_shut" : "ALTER TABLE log_shut RENAME TO log_entries"), Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<WallServer> StartAsync(string? postgres, WallRules rules)
    {
        var server = new WallServer();
        server.installation = await Installation.OpenAsync(new(server.folder.FullName, postgres), server.Clock, Ct);
        server.app = CloisonServer.Build(new(server.folder.FullName, "http://127.0.0.1:0"), server.installation, server.Clock, rules);
        await server.app.StartAsync(Ct);
        return server;
    }

    public Task<CustomerId> NewCustomerAsync() => Visitors.NewCustomerAsync(installation, Clock.GetUtcNow());

    public async Task<(PersonId Person, Browser Browser)> HireAsync(CustomerId customer, params Role[] roles)
    {
        var (person, token) = await Visitors.SignInAsync(installation, customer, Clock.GetUtcNow(), roles);
        return (person, Browser(token));
    }

    /// <summary>A further session of a person, whatever he may there.</summary>
    public async Task<Browser> SignInAsync(PersonId person, CustomerId customer) =>
        Browser(await Visitors.SignInAgainAsync(installation, customer, person, Clock.GetUtcNow()));

    /// <summary>A role that no invitation gave, and so no wall was asked.</summary>
    public Task PlantRoleAsync(PersonId person, CustomerId customer, params Role[] roles) =>
        Control.WriteAsync(db => PersonRows.Join(db, person, customer, RoleSet.Of(roles), Clock.GetUtcNow()), Ct);

    public Browser Browser(string? token)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new(new Uri(address).Port, "localhost") { Cookie = token is null ? null : $"__Host-cloison={token}" };
    }

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
