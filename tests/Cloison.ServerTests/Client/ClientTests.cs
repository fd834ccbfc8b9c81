using System.Text.Json.Nodes;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.ServerTests.Client;

public sealed class ClientTests(RunningServer server) : IClassFixture<RunningServer>
{
    private static readonly Ontology Form = new(Editor.Form, [new("text", InputKind.Text)], Fields: [new TextField { Name = "answer" }]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_project_that_was_made_is_read_listed_and_changed()
    {
        using var client = server.Heron();
        var made = await client.Projects.CreateAsync(new("Letters", Form, "# Read", Overlap: 2), Ct);
        var listed = await client.Projects.ListAsync(ct: Ct).FirstAsync(p => p.Id == made.Id, Ct);
        Assert.Equal(("Letters", 2), (listed.Name, listed.Overlap));

        await client.Projects.UpdateAsync(made.Id, new(Name: "Old letters"), Ct);
        Assert.Equal("Old letters", (await client.Projects.ReadAsync(made.Id, Ct)).Name);
        Assert.Equal(2, (await client.Projects.ChangeOntologyAsync(made.Id, Form with { Fields = [new TextField { Name = "other" }] }, Ct)).Version);
    }

    [Fact]
    public async Task A_listing_goes_over_as_many_pages_as_there_are()
    {
        const int projects = 203;
        using var client = server.Otter();
        for (var i = 0; i < projects; i++)
            await client.Projects.CreateAsync(new($"P{i}", Form), Ct);
        Assert.Equal(projects, (await client.Projects.ListAsync(ct: Ct).Select(p => p.Id).Distinct().ToListAsync(Ct)).Count);
    }

    [Fact]
    public async Task Another_customers_project_looks_as_if_there_were_none()
    {
        using var heron = server.Heron();
        using var otter = server.Otter();
        var made = await heron.Projects.CreateAsync(new("Secret", Form), Ct);
        var refused = await Assert.ThrowsAsync<CloisonException>(() => otter.Projects.ReadAsync(made.Id, Ct));
        Assert.Equal((404, "not_found"), (refused.Status, refused.Code));
        Assert.DoesNotContain(made.Id, await otter.Projects.ListAsync(ct: Ct).Select(p => p.Id).ToListAsync(Ct));
    }

    [Fact]
    public async Task What_is_wrong_with_an_input_is_in_the_exception()
    {
        using var client = server.Heron();
        var refused = await Assert.ThrowsAsync<CloisonException>(() => client.Projects.CreateAsync(new("", Form), Ct));
        Assert.Equal((400, "input.invalid"), (refused.Status, refused.Code));
        Assert.Contains(refused.Problem.Errors!, e => e.Path == "name");
    }

    [Fact]
    public async Task A_key_that_nobody_made_is_refused()
    {
        using var client = new CloisonClient(server.Address, "cl_test_nonsense");
        Assert.Equal(401, (await Assert.ThrowsAsync<CloisonException>(() => client.Projects.TemplatesAsync(Ct))).Status);
    }

    [Fact]
    public async Task A_key_without_the_scope_is_refused()
    {
        using var client = server.Heron();
        Assert.Equal(403, (await Assert.ThrowsAsync<CloisonException>(() => client.Keys.ListAsync(Ct))).Status);
    }

    [Fact]
    public async Task People_are_listed_with_their_roles()
    {
        using var client = server.Heron();
        Assert.Contains(await client.People.ListAsync(Ct), p => p.Email == "lena@heron.example" && p.Roles is [Domain.People.Role.Lead]);
    }

    [Fact]
    public async Task Rows_become_tasks_once_and_wrong_ones_are_refused()
    {
        using var client = server.Heron();
        var made = await client.Projects.CreateAsync(new("Rows", Form), Ct);
        var first = await client.Tasks.AddAsync(made.Id, Rows(), Ct);
        Assert.Equal((1_000, 1), (first.Tasks, first.Refused));
        Assert.Single(await client.Imports.RefusalsAsync(made.Id, first.Id, Ct).ToListAsync(Ct));
        Assert.Equal((0, 1_000), await client.Tasks.AddAsync(made.Id, Rows(), Ct) is var again ? (again.Tasks, again.Duplicates) : default);
        Assert.Equal(1_000, await client.Tasks.ListAsync(made.Id, ct: Ct).CountAsync(Ct));

        static async IAsyncEnumerable<NewTask> Rows()
        {
            for (var i = 0; i < 1_000; i++)
                yield return new(new(new JsonObject { ["text"] = $"Letter {i}" }), ExternalId: $"l-{i}");
            await Task.Yield();
            yield return new(new(new JsonObject { ["nothing"] = "that the project shows" }));
        }
    }

    [Fact]
    public async Task An_empty_project_has_no_tasks()
    {
        using var client = server.Heron();
        var made = await client.Projects.CreateAsync(new("Empty", Form), Ct);
        Assert.Empty(await client.Tasks.ListAsync(made.Id, new(TaskState.Open), Ct).ToListAsync(Ct));
        Assert.Equal(new TaskCounts(0, 0, 0, 0), (await client.Projects.StatsAsync(made.Id, Ct)).Tasks);
    }
}
