using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloison.Domain.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Custody;

/// <summary>The real program, killed in the middle of a rotation, again and again: the job goes on where it was, nothing is lost, and nothing stays under the old key.</summary>
public abstract class RotationCrashContract : IDisposable
{
    private const int Tasks = 3_000, Kills = 3;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-rotation-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        if (folder.Exists)
            folder.Delete(recursive: true);
    }

    protected abstract Task<string?> PostgresAsync();

    [Fact]
    public async Task A_rotation_that_was_killed_goes_on_and_ends_with_everything_under_the_new_key()
    {
        var postgres = await PostgresAsync();
        var (customer, project, token) = await SeedAsync(postgres);
        var caught = 0;
        var done = 0L;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var server = ServerProcess.Start(folder.FullName, postgres);
            using var http = Visitors.Client(await server.ReadyAsync(), token);
            if (kill == 0)
                using (var started = await http.PostAsJsonAsync("/api/custody/rotations", new { level = "project", project = project.Text }, Ct))
                    Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(Ct));
            var before = done;
            // Some more is done than the last time; the kill comes wherever it is then.
            for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1);)
            {
                var rotation = (await http.GetFromJsonAsync<JsonElement>("/api/custody/rotations", Ct))[0];
                done = rotation.GetProperty("done").GetInt64();
                if (rotation.GetProperty("state").GetString() is not ("preparing" or "running"))
                    break;
                if (done > before)
                {
                    caught++;
                    break;
                }
            }

            await server.KillAsync();
        }

        Assert.InRange(caught, 1, Kills);
        await using var after = await CustodyServer.StartAsync(postgres, on: folder);
        var compartment = (await after.Installation.FindAsync(customer, Ct))!;
        for (var rounds = 0; await after.RotateAsync() > 0; rounds++)
        {
            Assert.True(rounds < 1_000, "The rotation does not come to its end.");
            // The time for what is under way.
            after.Clock.Advance(TimeSpan.FromSeconds(61));
            await Task.Delay(5, Ct);
        }

        var keys = compartment.Keys.Keys.Where(k => k.Project == project).OrderBy(k => k.Number).ToList();
        Assert.Equal([KeyState.Destroyed, KeyState.Active], keys.Select(k => k.State));
        var opened = await OpenAsync(compartment, project, keys[1].Number);
        Assert.Equal(Enumerable.Range(0, Tasks).Select(n => $"This is task {n}.").Order(StringComparer.Ordinal), opened.Order(StringComparer.Ordinal));
        Assert.Equal(0, await compartment.Blobs.CountOthersAsync(project, keys[1].Number, Ct));
    }

    /// <summary>The tasks' texts; everything of the project must be under that key, and open.</summary>
    private static async Task<List<string>> OpenAsync(Compartment compartment, ProjectId project, uint key)
    {
        var texts = new List<string>();
        foreach (var column in SealedColumns.OfProjects)
            foreach (var (keys, value) in await compartment.Database.ReadAsync(db => column.Others(db, project, new byte[4], after: null, limit: 100_000), Ct))
            {
                Assert.Equal((column.Table, key), (column.Table, BinaryPrimitives.ReadUInt32BigEndian(value.AsSpan(1))));
                var text = Encoding.UTF8.GetString(compartment.Sealer(project).Open(column.Context(keys), value));
                if (column is { Table: "task_contents", Column: "content" })
                    texts.Add(JsonElement.Parse(text).GetProperty("data").GetProperty("text").GetString()!);
            }

        return texts;
    }

    private async Task<(CustomerId, ProjectId, string Token)> SeedAsync(string? postgres)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var installation = await Installation.OpenAsync(new(folder.FullName, postgres), TimeProvider.System, Ct);
        var customer = await Visitors.NewCustomerAsync(installation, now);
        var (head, token) = await Visitors.SignInAsync(installation, customer, now, Role.Administrator);
        var compartment = (await installation.FindAsync(customer, Ct))!;
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment, "Do."), head, now, Ct);
        var tasks = Enumerable.Range(0, Tasks).Select(n => (TaskId.New(now.AddMilliseconds(n)), n)).ToList();
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, tasks, now), Ct);
        for (var n = 0; n < 20; n++)
            await compartment.Blobs.PutAsync(project, new MemoryStream(Encoding.UTF8.GetBytes($"blob {n}")), 1 << 20, Ct);
        return (customer, project, token);
    }
}

public sealed class RotationCrashOnSqlite : RotationCrashContract
{
    protected override Task<string?> PostgresAsync() => Task.FromResult<string?>(null);
}

public sealed class RotationCrashOnPostgres(PostgresCluster cluster) : RotationCrashContract
{
    protected override async Task<string?> PostgresAsync() => await cluster.NewDatabaseAsync(Ct);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
