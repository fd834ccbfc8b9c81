using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>P15: to be made one of a group is an access. Every road into a customer, a role or a side asks the wall.</summary>
public sealed class P15GroupsTests(WallsInSqlite place) : IClassFixture<WallsInSqlite>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Nobody_with_an_interest_in_a_rival_accepts_an_invitation() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (person, customer, head) = await InterestedAsync(server);
            var token = PeopleNode.TokenOf((await head.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]))).Link);
            using var browser = await server.SignInAsync(person, customer: null);
            using var response = await browser.SendAsync(HttpMethod.Post, "/api/invitations/accept", new AcceptInvitation(token));
            Assert.Equal(403, (int)response.StatusCode);
            Assert.Equal(0, await MembershipsAsync(server, person, customer));
        },
        WallRule.Wall);

    [Fact]
    public Task Nor_is_given_another_role() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (person, customer, head) = await InterestedAsync(server);
            await server.PlantRoleAsync(person, customer, Role.Annotator);
            using var response = await head.SendAsync(HttpMethod.Put, $"/api/people/{person}/roles", new SetRoles([Role.Reviewer]));
            Assert.Equal(403, (int)response.StatusCode);
        },
        WallRule.Wall);

    [Fact]
    public Task Nor_changes_sides() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (person, customer, _) = await InterestedAsync(server);
            await server.PlantRoleAsync(person, customer, Role.Annotator);
            using var browser = await server.SignInAsync(person, customer: null);
            using var response = await browser.SendAsync(HttpMethod.Post, "/api/me/customer", new SwitchCustomer(customer));
            Assert.Equal(403, (int)response.StatusCode);
        },
        WallRule.Wall);

    [Fact]
    public void Every_place_in_the_sources_that_gives_a_role_asks_the_wall_or_makes_a_new_person()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Cloison.slnx")))
            root = Path.GetDirectoryName(root.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("The repository is not around this build.");
        string[] giving = ["PersonRows.Join(", "INSERT INTO memberships", "UPDATE memberships"];
        var files = Directory.EnumerateFiles(Path.Combine(root, "src", "Cloison.Server"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(f => (Name: Path.GetFileName(f), Text: File.ReadAllText(f)))
            .Where(f => giving.Any(g => f.Text.Contains(g, StringComparison.Ordinal))).ToList();
        Assert.Contains("AcceptInvitation.cs", files.Select(f => f.Name));
        // The first administrator, who has seen nothing yet; and the statement itself.
        Assert.Equal(["PersonRows.cs", "SetUpInstallation.cs"], files.Where(f => !f.Text.Contains(".LetsJoin(", StringComparison.Ordinal)).Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    private static async Task<(PersonId Person, CustomerId Customer, Browser Head)> InterestedAsync(WallServer server)
    {
        var (customer, rival) = (await server.NewCustomerAsync(), await server.NewCustomerAsync());
        var (@operator, house) = await server.NewOperatorAsync();
        var (_, head) = await server.HireAsync(customer, Role.Administrator);
        var person = await server.NewPersonAsync();
        using var host = await server.SignInAsync(@operator, house);
        await host.PostAsync<CreatedInterest>($"/api/registry/people/{person}/interests", new NewInterest(rival, InterestOf.Employment));
        return (person, customer, head);
    }

    private static Task<long> MembershipsAsync(WallServer server, PersonId person, CustomerId customer) => server.Control.ReadAsync(
        db => db.Scalar<long>("SELECT COUNT(*) FROM memberships WHERE person = @person AND customer = @customer", ("@person", person.Text), ("@customer", customer.Text)), Ct);
}
