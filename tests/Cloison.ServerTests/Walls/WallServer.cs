using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Walls;

/// <summary>The whole product with a clock of the test's own and customers that are one another's rivals.</summary>
internal sealed class WallServer() : ServerUnderTest(new())
{
    public ControlDatabase Control => App.Services.GetRequiredService<ControlDatabase>();

    public static async Task<WallServer> StartAsync(string? postgres, WallRules rules)
    {
        var server = new WallServer();
        await server.OpenAsync(postgres, rules);
        return server;
    }

    public Task<CustomerId> NewCustomerAsync() => Visitors.NewCustomerAsync(Installation, Clock.GetUtcNow());

    public async Task<(PersonId Person, Browser Browser)> HireAsync(CustomerId customer, params Role[] roles)
    {
        var (person, token) = await Visitors.SignInAsync(Installation, customer, Clock.GetUtcNow(), roles);
        return (person, Browser(token));
    }

    /// <summary>A further session of a person, whatever he may there.</summary>
    public async Task<Browser> SignInAsync(PersonId person, CustomerId customer) =>
        Browser(await Visitors.SignInAgainAsync(Installation, customer, person, Clock.GetUtcNow()));

    /// <summary>A role that no invitation gave, and so no wall was asked.</summary>
    public Task PlantRoleAsync(PersonId person, CustomerId customer, params Role[] roles) =>
        Control.WriteAsync(db => PersonRows.Join(db, person, customer, RoleSet.Of(roles), Clock.GetUtcNow()), Ct);

    public Browser Browser(string? token) => new(new Uri(Address).Port, "localhost") { Cookie = token is null ? null : $"__Host-cloison={token}" };
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
