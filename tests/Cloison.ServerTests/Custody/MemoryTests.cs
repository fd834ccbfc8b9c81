using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloison.Domain.Ids;
using Cloison.Domain.People;
using Cloison.Server.Features.Projects;
using Cloison.ServerTests.Work;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.ServerTests.Custody;

/// <summary>The memory of a real server, read from outside: the keys are in it while they are used, and nowhere in it afterwards.</summary>
public sealed class MemoryTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-memory-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task After_a_revocation_no_byte_of_a_root_or_data_key_is_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc.");
        var (project, token, root, dataKey) = await SeedAsync();
        using var server = ServerProcess.Start(folder.FullName, postgres: null);
        using var http = Visitors.Client(await server.ReadyAsync(), token);
        for (var i = 0; i < 20; i++)
            using (var tasks = await http.GetAsync($"/api/projects/{project}/tasks", Ct))
                tasks.EnsureSuccessStatusCode();
        using (var made = await http.PostAsync("/api/projects", Json($$"""{"name":"Another","ontology":{{Ontology}}}"""), Ct))
            made.EnsureSuccessStatusCode();
        // The control: the search finds what is there.
        Assert.True(Count(server.Id, root) > 0, "The root must be found while it is in use.");
        Assert.True(Count(server.Id, dataKey) > 0, "The data key must be found while it is in use.");

        using (var revoked = await http.PostAsync("/api/custody/revoke", Json("{}"), Ct))
            revoked.EnsureSuccessStatusCode();
        using (var tasks = await http.GetAsync($"/api/projects/{project}/tasks", Ct))
            Assert.Equal(451, (int)tasks.StatusCode);
        Assert.Equal((0, 0), (Count(server.Id, root), Count(server.Id, dataKey)));
        foreach (var text in new[] { Convert.ToBase64String(root), Convert.ToHexStringLower(root), Convert.ToBase64String(dataKey), Convert.ToHexStringLower(dataKey) })
            Assert.Equal((0, 0), (Count(server.Id, Encoding.ASCII.GetBytes(text)), Count(server.Id, Encoding.Unicode.GetBytes(text))));

        using (var restored = await http.PostAsync("/api/custody/restore", Json("{}"), Ct))
            restored.EnsureSuccessStatusCode();
        using (var tasks = await http.GetAsync($"/api/projects/{project}/tasks", Ct))
            tasks.EnsureSuccessStatusCode();
        Assert.True(Count(server.Id, dataKey) > 0);
    }

    [Fact]
    public async Task After_a_customer_has_left_no_byte_of_his_logs_keys_is_left()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc.");
        var (project, tokens, seed, sealing) = await SeedTwoAsync();
        using var server = ServerProcess.Start(folder.FullName, postgres: null);
        var address = await server.ReadyAsync();
        using var first = Visitors.Client(address, tokens[0]);
        using var second = Visitors.Client(address, tokens[1]);
        for (var i = 0; i < 20; i++)
            using (var tasks = await first.GetAsync($"/api/projects/{project}/tasks", Ct))
                tasks.EnsureSuccessStatusCode();
        // The control: the search finds what is there.
        Assert.True(Count(server.Id, seed) > 0, "The key that signs must be found while it is in use.");
        Assert.True(Count(server.Id, sealing) > 0, "The key that seals entries must be found while it is in use.");

        const string name = """{"customerName":"A customer"}""";
        using (var asked = await first.PostAsync("/api/leaving", Json(name), Ct))
            asked.EnsureSuccessStatusCode();
        string codeName;
        using (var approved = await second.PostAsync("/api/leaving/approve", Json(name), Ct))
        {
            approved.EnsureSuccessStatusCode();
            codeName = System.Text.Json.JsonElement.Parse(await approved.Content.ReadAsStringAsync(Ct)).GetProperty("codeName").GetString()!;
        }

        for (var i = 0; (int)(await second.GetAsync($"/leaving/{codeName}", Ct)).StatusCode != 200; i++)
        {
            Assert.True(i < 600, server.Output);
            await Task.Delay(100, Ct);
        }

        Assert.Equal((0, 0), (Count(server.Id, seed), Count(server.Id, sealing)));
    }

    private const string Ontology = """{"editor":"form","inputs":[{"name":"text","kind":"text"}],"fields":[{"kind":"text","name":"a"}]}""";

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private async Task<(ProjectId Project, string Token, byte[] Root, byte[] DataKey)> SeedAsync()
    {
        await using var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var now = TimeProvider.System.GetUtcNow();
        var customer = await Visitors.NewCustomerAsync(installation, now);
        var (head, token) = await Visitors.SignInAsync(installation, customer, now, Role.Administrator);
        var compartment = (await installation.FindAsync(customer, Ct))!;
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment, "Do."), head, now, Ct);
        var rows = Enumerable.Range(0, 3).Select(n => (TaskId.New(now.AddMilliseconds(n)), n)).ToList();
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, rows, now), Ct);
        using var root = compartment.Keys.Root.Use();
        using var data = compartment.Keys.Active(project).Key.Use();
        return (project, token, root.Span.ToArray(), data.Span.ToArray());
    }

    /// <returns>A project, the sessions of two administrators, and two of the log's keys.</returns>
    private async Task<(ProjectId Project, string[] Tokens, byte[] Seed, byte[] Sealing)> SeedTwoAsync()
    {
        var (project, token, _, _) = await SeedAsync();
        await using var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var now = TimeProvider.System.GetUtcNow();
        var customer = await installation.Control.ReadAsync(db => db.First("SELECT id FROM customers", row => row.Id<CustomerKind>(0)), Ct);
        var (_, second) = await Visitors.SignInAsync(installation, customer, now, Role.Administrator);
        var name = CompartmentName.Of(customer);
        using (await LogKeys.OpenAsync(installation.Control, installation.ControlKeys, name, _ => Task.FromResult("log.example/l/one"), now, Ct))
        {
        }

        var (seed, secret) = await installation.Control.ReadAsync(
            db => db.First("SELECT seed, secret FROM log_keys WHERE customer = @c", row => (row.Bytes(0), row.Bytes(1)), ("@c", customer.Text)), Ct);
        var sealer = installation.ControlKeys.ForCompartment();
        var opened = sealer.Open(new("log_keys", "secret", name.Text), secret);
        return (
            project, [token, second], sealer.Open(new("log_keys", "seed", name.Text), seed),
            HKDF.Expand(HashAlgorithmName.SHA256, opened, PinnedKey.Bytes, "cloison-log-entries"u8.ToArray()));
    }

    /// <summary>How often the bytes stand in what the process may write to.</summary>
    private static int Count(int process, byte[] wanted)
    {
        var count = 0;
        using var memory = new FileStream($"/proc/{process}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        foreach (var line in File.ReadLines($"/proc/{process}/maps").Where(l => l.Split(' ')[1].StartsWith("rw", StringComparison.Ordinal)))
        {
            var range = line.Split(' ')[0].Split('-').Select(a => long.Parse(a, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToArray();
            var room = new byte[1 << 20];
            // Overlapping, so that nothing is missed between two pieces.
            for (var at = range[0]; at < range[1]; at += room.Length - wanted.Length + 1)
                try
                {
                    var length = (int)Math.Min(room.Length, range[1] - at);
                    var read = RandomAccess.Read(memory.SafeFileHandle, room.AsSpan(0, length), at);
                    for (var rest = room.AsSpan(0, read); rest.IndexOf(wanted) is >= 0 and var found; rest = rest[(found + 1)..])
                        count++;
                }
                catch (IOException)
                {
                    // Pages that are reserved and not there.
                    break;
                }
        }

        return count;
    }
}
