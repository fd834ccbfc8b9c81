using System.Text.Json.Nodes;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls;

/// <summary>The operator's list of customers, on the running product.</summary>
public abstract class CustomersContract(WallPlace place) : OnWallServer(place)
{
    private CustomerId customer;
    private Browser head = null!;
    private Browser @operator = null!;

    private protected override async Task FillAsync()
    {
        customer = await Server.NewCustomerAsync();
        (_, head) = await Server.HireAsync(customer, Role.Administrator);
        var house = await Server.NewCustomerAsync();
        (var person, @operator) = await Server.HireAsync(house, Role.Administrator);
        await Server.Control.WriteAsync(
            db =>
            {
                db.Execute("UPDATE customers SET is_house = 1 WHERE id = @id", ("@id", house.Text));
                db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", person.Text));
            },
            Ct);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_customer_that_has_taken_its_keys_back_is_shown_as_withheld_until_it_gives_them_again()
    {
        await head.GetAsync<JsonNode>("/api/projects");
        Assert.Equal(CustodyState.Available, (await StandingAsync()).Custody);
        await head.PostAsync<CustodySummary>("/api/custody/revoke", new CustodyScope());
        Assert.Equal(CustodyState.Revoked, (await StandingAsync()).Custody);
        await head.PostAsync<CustodySummary>("/api/custody/restore", new CustodyScope());
        Assert.Equal(CustodyState.Available, (await StandingAsync()).Custody);
    }

    [Fact]
    public async Task When_the_log_was_signed_is_shown_and_nothing_of_how_much_is_in_it()
    {
        await head.GetAsync<JsonNode>("/api/projects");
        CustomerStanding standing;
        // It is signed by a thread of the server's own.
        while ((standing = await StandingAsync()).HeadSignedAt is null)
        {
            Ct.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        Assert.Equal((LogState.Ready, false), (standing.Log, standing.IsHouse));
        Assert.Equal((await head.GetAsync<WallSettings>("/api/walls")).CodeName, standing.CodeName);
        var members = (await @operator.GetAsync<JsonNode>("/api/customers")).AsArray().SelectMany(c => c!.AsObject().Select(m => m.Key)).Distinct();
        Assert.Equal(["codeName", "custody", "headSignedAt", "id", "isHouse", "log", "name"], members.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_but_an_operator_sees_the_list() => Assert.Equal((403, "not_allowed"), await head.RefusalAsync(HttpMethod.Get, "/api/customers"));

    private async Task<CustomerStanding> StandingAsync() => (await @operator.GetAsync<List<CustomerStanding>>("/api/customers")).Single(c => c.Id == customer);
}

public sealed class CustomersOnSqlite(WallsInSqlite place) : CustomersContract(place), IClassFixture<WallsInSqlite>;

public sealed class CustomersOnPostgres(WallsInPostgres place) : CustomersContract(place), IClassFixture<WallsInPostgres>;
