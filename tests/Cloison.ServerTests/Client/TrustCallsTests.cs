using Cloison.Cli.Demonstration;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Walls;

namespace Cloison.ServerTests.Client;

public sealed class TrustCallsTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly Ontology Form = new(Editor.Form, [new("text", InputKind.Text)], Fields: [new TextField { Name = "answer" }]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_customers_sign_that_they_are_no_rivals_and_one_takes_it_back()
    {
        using var heron = await ClientAsync(DemoPerson.Heron);
        using var otter = await ClientAsync(DemoPerson.Otter);
        var (ours, theirs) = ((await heron.Walls.ReadAsync(Ct)).CodeName, (await otter.Walls.ReadAsync(Ct)).CodeName);
        await heron.Walls.SignAsync(theirs, Ct);
        Assert.Null(Assert.Single((await heron.Walls.ReadAsync(Ct)).Agreements).EffectiveAt);
        await otter.Walls.SignAsync(ours, Ct);
        var agreement = Assert.Single((await heron.Walls.ReadAsync(Ct)).Agreements);
        Assert.Equal(theirs, agreement.CodeName);
        Assert.True(agreement.EffectiveAt - agreement.SignedAt >= TimeSpan.FromDays(1));
        await heron.Walls.WithdrawAsync(theirs, Ct);
        Assert.Empty((await heron.Walls.ReadAsync(Ct)).Agreements);
        Assert.Equal(400, (await Assert.ThrowsAsync<CloisonException>(() => heron.Walls.SignAsync("No Name", Ct))).Status);
    }

    [Fact]
    public async Task The_cooling_off_is_lengthened_and_never_below_the_least()
    {
        using var client = await ClientAsync(DemoPerson.Heron);
        await client.Walls.SetCoolingAsync(CoolingOff.LeastDays + 35, Ct);
        Assert.Equal(CoolingOff.LeastDays + 35, (await client.Walls.ReadAsync(Ct)).CoolingDays);
        Assert.Equal(CoolingOff.LeastDays + 35, (await client.Walls.StaffingAsync(Ct)).FirstExposureClosesDays);
        Assert.Equal(400, (await Assert.ThrowsAsync<CloisonException>(() => client.Walls.SetCoolingAsync(CoolingOff.LeastDays - 1, Ct))).Status);
    }

    [Fact]
    public async Task Who_may_see_the_content_is_who_has_a_role_here()
    {
        using var client = await ClientAsync(DemoPerson.Heron);
        var access = await client.Walls.AccessAsync(Ct);
        var people = await client.People.ListAsync(Ct);
        Assert.Equal(people.Select(p => p.Id).Order(), access.Now.Select(p => p.Person).Order());
        Assert.True(access.Keys >= 1);
        Assert.True(access.IsOperatorsHouse);
    }

    [Fact]
    public async Task A_project_and_then_everything_is_withheld_and_restored()
    {
        using var client = await ClientAsync(DemoPerson.Otter);
        var project = (await client.Projects.CreateAsync(new("Withheld", Form), Ct)).Id;
        await client.Custody.WithholdAsync(project, Ct);
        Assert.Equal("content.withheld", (await Assert.ThrowsAsync<CloisonException>(() => client.Projects.ReadAsync(project, Ct))).Code);
        await client.Custody.RestoreAsync(project, Ct);
        Assert.Equal("Withheld", (await client.Projects.ReadAsync(project, Ct)).Name);

        var withheld = await client.Custody.WithholdAsync(ct: Ct);
        Assert.Equal((CustodyState.Revoked, "customer"), (withheld.State, withheld.RevokedBy));
        Assert.Equal(CustodyState.Revoked, (await client.Custody.ReadAsync(Ct)).State);
        Assert.Equal(CustodyState.Available, (await client.Custody.RestoreAsync(ct: Ct)).State);
        Assert.Equal("Withheld", (await client.Projects.ReadAsync(project, Ct)).Name);
    }

    [Fact]
    public async Task A_projects_key_is_replaced_and_what_makes_no_sense_is_refused()
    {
        using var client = await ClientAsync(DemoPerson.Otter);
        var project = (await client.Projects.CreateAsync(new("Rotated", Form), Ct)).Id;
        var rotation = await client.Custody.RotateAsync(new(RotationLevel.Project, project), Ct);
        Assert.Contains(await client.Custody.RotationsAsync(Ct), r => r.Id == rotation.Id && r.Project == project);
        Assert.Equal(RotationState.Done, (await client.Custody.RotateAsync(new(RotationLevel.Custodian), Ct)).State);
        Assert.Equal(400, (await Assert.ThrowsAsync<CloisonException>(() => client.Custody.RotateAsync(new(RotationLevel.Project), Ct))).Status);
        var refused = await Assert.ThrowsAsync<CloisonException>(() => client.Custody.MoveAsync(new(new AgentCustodian("http://10.0.0.1", "AAAA")), Ct));
        Assert.Equal(400, refused.Status);
        Assert.IsType<InstallationCustodian>((await client.Custody.MoveAsync(new(new InstallationCustodian(), TtlSeconds: 60), Ct)).Custodian);
    }

    [Fact]
    public async Task The_list_of_names_that_workers_must_not_read_is_kept()
    {
        using var client = await ClientAsync(DemoPerson.Otter);
        Assert.Equal(["Otter AI"], (await client.Blind.ChangeAsync(new(["Otter AI"]), Ct)).Names);
        Assert.Equal(["Otter AI"], (await client.Blind.ReadAsync(Ct)).Names);
        Assert.Empty(await client.Blind.OverridesAsync(Ct));
        Assert.Equal(400, (await Assert.ThrowsAsync<CloisonException>(() => client.Blind.ChangeAsync(new(["x"]), Ct))).Status);
    }

    private async Task<CloisonClient> ClientAsync(string customer) => new(server.Address, await server.MakeFullKeyAsync(customer));
}
