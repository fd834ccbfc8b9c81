using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Platform;

/// <summary>Plants a text that is nowhere else into everything that a customer can write, and looks for it in every byte of the data folder, of the folder for temporary files, of what the server says, and of PostgreSQL's own files.</summary>
public sealed class CanaryTests(PostgresCluster cluster) : IAsyncLifetime
{
    private const string Canary = "canary8f41c6e2d05b";
    private const string ClearCanary = "openbird27ad90c41f";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-canary-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public Task No_content_lies_in_the_clear_in_databases_temporary_files_logs_or_exports() => SweepAsync(postgres: null, databaseFolder: null);

    [Fact]
    public async Task Nor_in_the_tables_and_the_write_ahead_log_of_PostgreSQL()
    {
        var postgres = await cluster.NewDatabaseAsync(Ct);
        await SweepAsync(postgres, cluster.Data);
    }

    private async Task SweepAsync(string? postgres, string? databaseFolder)
    {
        var temporary = folder.CreateSubdirectory("temporary");
        // Without the diagnostics, the runtime has no pipes in its folder for temporary files: all that lies there is ours.
        using (var server = ServerProcess.Start(folder.FullName, postgres, ("TMPDIR", temporary.FullName), ("DOTNET_EnableDiagnostics", "0")))
        {
            var address = await server.ReadyAsync();
            while (!server.Output.Contains("/setup#", StringComparison.Ordinal))
                await Task.Delay(20, Ct);
            var token = server.Output.Split("/setup#")[1].Split('\n')[0].Trim();
            using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new(address) };
            http.DefaultRequestHeaders.Add("X-Cloison", "1");
            // A person's name is clear in the control database, and declared so: it proves that the search below finds what is there.
            using (var made = await http.PostAsJsonAsync(
                "/api/setup", new { token, displayName = ClearCanary, email = "ada@example.org", password = "a long enough pass phrase", customerName = Canary }, Ct))
            {
                made.EnsureSuccessStatusCode();
                http.DefaultRequestHeaders.Add("Cookie", made.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
            }

            await WriteEverywhereAsync(http);
            // The databases as they lie while the server runs, with their write-ahead logs, and as a crash leaves them.
            AssertNowhere(Canary, databaseFolder);
            Assert.NotEmpty(FilesWith(ClearCanary, databaseFolder ?? folder.FullName));
            Assert.DoesNotContain(Canary, server.Output, StringComparison.Ordinal);
            await server.KillAsync();
        }

        AssertNowhere(Canary, databaseFolder);
    }

    private static async Task WriteEverywhereAsync(HttpClient http)
    {
        object[] fields = [new { kind = "text", name = Canary, title = Canary, multiline = true }];
        var ontology = new { editor = "form", inputs = new[] { new { name = "text", kind = "text", title = Canary } }, fields };
        var project = await PostAsync(http, "/api/projects", new { name = Canary, ontology, instructions = $"# {Canary}", overlap = 2 });
        var at = $"/api/projects/{project.GetProperty("id").GetString()}";
        using (var rows = new StringContent(
            string.Concat(Enumerable.Range(0, 3).Select(i => JsonSerializer.Serialize(new
            {
                externalId = $"{Canary}{i}", batch = Canary, data = new { text = Canary },
                gold = new { values = new Dictionary<string, string> { [Canary] = Canary } },
            }) + "\n")),
            Encoding.UTF8, "application/x-ndjson"))
        using (var added = await http.PostAsync($"{at}/tasks", rows, Ct))
            added.EnsureSuccessStatusCode();

        var import = await PostAsync(http, $"{at}/imports", new { batchName = Canary, model = Canary });
        var importAt = $"{at}/imports/{import.GetProperty("id").GetString()}";
        foreach (var (name, text) in new[] { ($"{Canary}.txt", Canary), ($"{Canary}.csv", $"id,text\n{Canary},{Canary}\n{Canary},other\n"), ($"{Canary}.png", Canary) })
            using (await http.PutAsync($"{importAt}/files?path={name}", new StringContent(text), Ct))
            {
            }

        await PostAsync(http, $"{importAt}/finish", new { });
        var first = await PostAsync(http, $"{at}/claim", new { });
        var (task, lease) = (first.GetProperty("task").GetString(), first.GetProperty("lease"));
        var content = JsonSerializer.Serialize(new { values = new Dictionary<string, string> { [Canary] = Canary } });
        using (var draft = await http.PutAsync($"{at}/tasks/{task}/draft", Json($"{{\"version\":1,\"content\":{content}}}"), Ct))
            draft.EnsureSuccessStatusCode();
        await PostAsync(http, $"{at}/tasks/{task}/comments", new { id = "cmt_01jd8q00000000000000000001", text = Canary });
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
        using (var submitted = await http.PostAsync(
            $"{at}/annotations",
            Json($$"""
                {"id":"ann_01jd8q00000000000000000001","task":"{{task}}","lease":"{{lease.GetProperty("id").GetString()}}","token":{{lease.GetProperty("token").GetInt64()}},
                 "ontologyVersion":1,"contentHash":"{{hash}}","content":{{content}}}
                """),
            Ct))
            submitted.EnsureSuccessStatusCode();
        var second = (await PostAsync(http, $"{at}/claim", new { })).GetProperty("lease");
        using (var skipped = await http.PostAsJsonAsync($"{at}/leases/{second.GetProperty("id").GetString()}/skip", new { token = second.GetProperty("token").GetInt64(), reason = Canary }, Ct))
            skipped.EnsureSuccessStatusCode();

        var export = await PostAsync(http, $"{at}/exports", new { format = "native", answers = "everything" });
        var exportAt = $"{at}/exports/{export.GetProperty("id").GetString()}";
        for (var i = 0; i < 100 && (await http.GetFromJsonAsync<JsonElement>(exportAt, Ct)).GetProperty("state").GetString() is not ("done" or "failed"); i++)
            await Task.Delay(100, Ct);
        Assert.Contains(Canary, await http.GetStringAsync($"{exportAt}/content", Ct), StringComparison.Ordinal);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static async Task<JsonElement> PostAsync(HttpClient http, string address, object body)
    {
        using var reply = await http.PostAsJsonAsync(address, body, Ct);
        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.True(reply.IsSuccessStatusCode, $"{address}: {text}");
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private void AssertNowhere(string text, string? databaseFolder)
    {
        Assert.Empty(FilesWith(text, folder.FullName));
        if (databaseFolder is not null)
            Assert.Empty(FilesWith(text, databaseFolder));
    }

    private static List<string> FilesWith(string text, string place)
    {
        // As it is, in UTF-16, and in base64 at each of the three offsets.
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))),
            .. Enumerable.Range(0, 3).Select(skip => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)[skip..])[..16])),
        ];
        return [.. new DirectoryInfo(place).EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name is not ("lock" or "postmaster.pid")).Where(file =>
        {
            try
            {
                using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var bytes = new byte[stream.Length];
                var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
                return forms.Any(form => bytes.AsSpan(0, read).IndexOf(form) >= 0);
            }
            catch (FileNotFoundException)
            {
                // A running database tidies up.
                return false;
            }
        }).Select(f => f.FullName)];
    }
}
