using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Server;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Platform;

/// <summary>Plants a text that is nowhere else into everything that a customer can write, and looks for it in every byte of the data folder.</summary>
public sealed class CanaryTests : IAsyncLifetime
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
    public async Task No_content_lies_in_the_clear_in_databases_logs_or_files()
    {
        var installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        var app = CloisonServer.Build(new(folder.FullName, "http://127.0.0.1:0"), installation, TimeProvider.System);
        await app.StartAsync(Ct);
        var token = await CloisonServer.EnsureSetupTokenAsync(app, Ct);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
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
        // The databases as they lie while the server runs, with their write-ahead logs, and as it leaves them.
        AssertNowhere(Canary);
        Assert.NotEmpty(FilesWith(ClearCanary));
        await app.StopAsync(Ct);
        await app.DisposeAsync();
        await installation.DisposeAsync();
        AssertNowhere(Canary);
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

    private void AssertNowhere(string text) => Assert.Empty(FilesWith(text));

    private List<string> FilesWith(string text)
    {
        // As it is, in UTF-16, and in base64 at each of the three offsets.
        byte[][] forms =
        [
            Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text))),
            .. Enumerable.Range(0, 3).Select(skip => Encoding.UTF8.GetBytes(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)[skip..])[..16])),
        ];
        return [.. folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name != "lock").Where(file =>
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return forms.Any(form => bytes.AsSpan().IndexOf(form) >= 0);
        }).Select(f => f.FullName)];
    }
}
