using System.Text;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>P14: what the operator sees is a function of the fields that are declared for him. Random content in everything that a customer can write changes no byte of it.</summary>
public sealed class P14OperatorsViewTests(WallsInSqlite place) : IClassFixture<WallsInSqlite>
{
    private static readonly string[] Pieces = ["Xylophone", "0", "\u0000", "é", "漢", "😀", "\u202e", "<b>", "'--", "{{7*7}}", " ", "\n", "cus_01ravvkhx9ffst79gs13khbx93", "http://example.org/"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Random_content_in_every_field_changes_no_byte_of_what_the_operator_sees()
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
        var (@operator, house) = await server.NewOperatorAsync();
        var customer = await server.NewCustomerAsync();
        var (_, head) = await server.HireAsync(customer, Role.Administrator);
        using var http = Visitors.Client(server.Address.ToString(), head.Cookie!.Split('=', 2)[1]);
        // Once, so that he has been seen.
        Assert.Equal(200, await head.StatusAsync());
        await server.Services.GetRequiredService<OpenLogs>().OfAsync((await server.Installation.FindAsync(customer, Ct))!);
        var before = await ViewAsync(server, @operator, house);
        var dice = new Dice(20311);
        var taken = 0;
        for (var round = 0; round < 25; round++)
        {
            taken += await WriteEverywhereAsync(http, dice, server.Clock.GetUtcNow());
            Assert.Equal(before, await ViewAsync(server, @operator, house));
        }

        // The controls: most of it was stored, and a field that is declared for the operator is seen to change.
        Assert.InRange(taken, 60, int.MaxValue);
        await head.DoAsync(HttpMethod.Patch, "/api/me", new UpdateMe(DisplayName: "Somebody else"));
        Assert.NotEqual(before, await ViewAsync(server, @operator, house));
    }

    private static async Task<string> ViewAsync(WallServer server, PersonId @operator, CustomerId house)
    {
        // The same session: it is one of the fields.
        using var browser = await server.SignInAsync(@operator, house);
        var text = new StringBuilder();
        foreach (var route in server.Routes.Where(r => !r.Writes && r.Policy == Policies.Operate))
            text.Append(await browser.AskAsync(route, Place.Nowhere()));
        foreach (var path in new[] { "/health/live", "/health/ready" })
            using (var response = await browser.SendAsync(HttpMethod.Get, path))
                text.Append(await response.WholeAsync());
        return text.ToString();
    }

    /// <returns>How much of it the server took.</returns>
    private static async Task<int> WriteEverywhereAsync(HttpClient http, Dice dice, DateTimeOffset now)
    {
        var taken = 0;
        var ontology = new { editor = "text", inputs = new[] { new { name = "text", kind = "text", title = Text(dice, 30) } }, fields = new[] { new { kind = "text", name = "note", title = Text(dice, 30) } } };
        var project = await SendAsync(HttpMethod.Post, "/api/projects", JsonSerializer.Serialize(new { name = Text(dice, 40), ontology, instructions = Text(dice, 400) }));
        if (project is not { } made)
            return taken;
        var at = $"/api/projects/{made.GetProperty("id").GetString()}";
        await SendAsync(HttpMethod.Patch, at, JsonSerializer.Serialize(new { name = Text(dice, 40), instructions = Text(dice, 400) }));
        await SendAsync(HttpMethod.Post, $"{at}/tasks", string.Concat(Enumerable.Range(0, 1 + dice.Next(20)).Select(n => JsonSerializer.Serialize(
            new { externalId = $"{n}{Text(dice, 20)}", batch = Text(dice, 20), data = new { text = Text(dice, 100) }, gold = new { values = new { note = Text(dice, 50) } } }) + "\n")), "application/x-ndjson");
        await SendAsync(HttpMethod.Put, "/api/blind", JsonSerializer.Serialize(new { names = new[] { "n" + Text(dice, 20) }, showName = false }));
        if (await SendAsync(HttpMethod.Post, $"{at}/claim", "{}") is not { } claimed)
            return taken;
        var (task, lease) = (claimed.GetProperty("task").GetString(), claimed.GetProperty("lease"));
        var content = JsonSerializer.Serialize(new { values = new { note = Text(dice, 200) } });
        await SendAsync(HttpMethod.Post, $"{at}/tasks/{task}/comments", JsonSerializer.Serialize(new { id = CommentId.New(now).Text, text = "c" + Text(dice, 100) }));
        await SendAsync(HttpMethod.Put, $"{at}/tasks/{task}/draft", $"{{\"version\":1,\"content\":{content}}}");
        await SendAsync(HttpMethod.Post, $"{at}/annotations", $$"""
            {"id":"{{AnnotationId.New(now)}}","task":"{{task}}","lease":"{{lease.GetProperty("id").GetString()}}","token":{{lease.GetProperty("token").GetInt64()}},
             "ontologyVersion":1,"contentHash":"{{Worker.HashOf(content)}}","content":{{content}}}
            """);
        await SendAsync(HttpMethod.Post, $"{at}/exports", """{"format":"jsonl","answers":"results"}""");
        return taken;

        async Task<JsonElement?> SendAsync(HttpMethod method, string path, string body, string type = "application/json")
        {
            using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8, type) };
            using var response = await http.SendAsync(request, Ct);
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.InRange((int)response.StatusCode, 200, 499);
            if (!response.IsSuccessStatusCode)
                return null;
            taken++;
            return text.Length == 0 ? default(JsonElement) : JsonElement.Parse(text);
        }
    }

    private static string Text(Dice dice, int pieces) => string.Concat(Enumerable.Range(0, 1 + dice.Next(pieces)).Select(_ => dice.Next(5) == 0 ? dice.Of(Pieces) : ((char)('a' + dice.Next(26))).ToString()));
}
