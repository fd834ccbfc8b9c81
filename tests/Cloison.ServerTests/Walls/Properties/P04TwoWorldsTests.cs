using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;
using Cloison.Storage.Databases;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P4, the key test of non-interference: two worlds that differ only in what one customer keeps in his compartment. Everybody else does the same in both. What they
/// are sent, the control database, the metrics and what the server prints are the same, but for ids, keys and times.
/// </summary>
public sealed partial class P04TwoWorldsTests(WallsInSqlite place) : IClassFixture<WallsInSqlite>
{
    private static readonly Content Ships = new("Harbour", "Count the ships.", "ship", "A grey ship at the quay, number {0}.", Rows: 3, Overlap: 1, "Fleet Command", "Too dark to tell");
    private static readonly Content Voices = new("Xylophone, second round", "Say which of the two answers you would rather have been given, and why.", "preference", "My reply, number {0}, is of course no.", Rows: 41, Overlap: 2, "Orion Minor", "Neither, I am afraid");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_else_is_sent_anything_that_depends_on_a_customers_content()
    {
        var (one, other) = (await LiveAsync(WallRules.All, Ships), await LiveAsync(WallRules.All, Voices));
        Compare(one, other);
        // The controls: the customer himself sees two worlds, and the others have seen much.
        Assert.NotEqual(one.Own, other.Own);
        Assert.InRange(one.Seen.Count, 200, int.MaxValue);
        Assert.InRange(one.Control.Count, 30, int.MaxValue);
        Assert.InRange(one.Metrics.Count, 50, int.MaxValue);
        foreach (var content in new[] { Ships, Voices })
            Assert.DoesNotContain(one.Seen.Concat(one.Control).Concat(one.Printed).Concat(one.Metrics), text => content.Words.Any(w => text.Contains(w, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_the_wall_somebody_is()
    {
        // The negative control: who has roles with both is let in, and sees which world he is in.
        var open = WallRules.All.Without(WallRule.Wall, WallRule.Cooling, WallRule.LateEdge);
        var (one, other) = (await LiveAsync(open, Ships), await LiveAsync(open, Voices));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compare(one, other));
    }

    [Fact]
    public async Task Without_the_rule_on_insiders_who_runs_the_installation_is()
    {
        var open = WallRules.All.Without(WallRule.Insider);
        var (one, other) = (await LiveAsync(open, Ships), await LiveAsync(open, Voices));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Compare(one, other));
    }

    private static void Compare(World one, World other)
    {
        Assert.Equal(one.Seen.Count, other.Seen.Count);
        for (var n = 0; n < one.Seen.Count; n++)
            Assert.Equal(one.Seen[n], other.Seen[n]);
        Assert.Equal(one.Control, other.Control);
        Assert.Equal(one.Printed, other.Printed);
        Assert.Equal(one.Metrics, other.Metrics);
    }

    private async Task<World> LiveAsync(WallRules rules, Content content)
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), rules);
        using var metrics = new CapturedMetrics(server);
        // One after the other: who came at the same moment stands in an order of chance.
        var (@operator, house) = await NextAsync(server.NewOperatorAsync);
        var (ours, theirs) = (await NextAsync(server.NewCustomerAsync), await NextAsync(server.NewCustomerAsync));
        var (head, _) = await NextAsync(() => server.HireAsync(ours, Role.Administrator));
        var script = new Script(server);
        var (rival, _) = await NextAsync(() => server.HireAsync(theirs, Role.Administrator));
        var (worker, _) = await NextAsync(() => server.HireAsync(theirs, Role.Annotator));
        var (both, _) = await NextAsync(() => server.HireAsync(ours, Role.Lead));
        await server.PlantRoleAsync(both, theirs, Role.Lead);
        // Who runs the installation has a role with the customer, which he should not have.
        var (support, _) = await NextAsync(() => server.HireAsync(ours, Role.Administrator));
        await server.Control.WriteAsync(db => WallRegistry.SetInsider(db, support, Insider.Support, server.Clock.GetUtcNow()), Ct);

        var own = new Own(server, head, ours, content);
        var project = await own.BeginAsync();
        var theirProject = await script.RivalWorksAsync(rival, worker, theirs);
        await own.WorkAsync();
        await script.ReadEverythingAsync(rival, theirs, theirProject);
        await script.ReadEverythingAsync(rival, theirs, project);
        await script.ReadEverythingAsync(both, ours, project);
        await script.ReadEverythingAsync(both, theirs, theirProject);
        await own.TakeOutAsync();
        await script.ReadEverythingAsync(@operator, house, project);
        await script.ReadEverythingAsync(support, ours, project);
        await script.ReadEverythingAsync(person: null, customer: null, project);
        await script.RivalWorksAsync(rival, worker, theirs);
        await script.ReadEverythingAsync(rival, theirs, theirProject);
        return new(
            script.Seen, await DumpAsync(server), [.. server.Logs.Lines.Select(script.Mask).Order(StringComparer.Ordinal)], [.. metrics.Measured.Select(script.Mask).Order(StringComparer.Ordinal)],
            own.Sent.ToString());

        Task<T> NextAsync<T>(Func<Task<T>> make)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return make();
        }

        async Task<List<string>> DumpAsync(WallServer of) =>
        [
            .. (await of.Control.ReadAsync(
                db => db.List("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", row => row.GetString(0)).SelectMany(table => db.List(
                    $"SELECT * FROM {table}",
                    row => table + '|' + string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) switch
                    {
                        byte[] bytes => $"{row.GetName(i)}: {bytes.Length} bytes",
                        var value => $"{row.GetName(i)}: {value}",
                    })))).ToList(),
                Ct)).Select(script.Mask).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>What one customer keeps.</summary>
    private sealed record Content(string Name, string Instructions, string Field, string Text, int Rows, int Overlap, string Hidden, string Comment)
    {
        public string[] Words => [Name, Instructions, Text.Split('{')[0].Trim(), Hidden, Comment];
    }

    private sealed record World(List<string> Seen, List<string> Control, List<string> Printed, List<string> Metrics, string Own);

    /// <summary>The customer's own people: as many requests of the same kind in both worlds.</summary>
    private sealed class Own(WallServer server, PersonId head, CustomerId customer, Content content)
    {
        private ProjectId project;

        public StringBuilder Sent { get; } = new();

        public async Task<ProjectId> BeginAsync()
        {
            using var browser = await BrowserAsync();
            var ontology = JsonElement.Parse($$"""
                {"editor":"text","inputs":[{"name":"text","kind":"text"}],"fields":[{"kind":"text","name":"{{content.Field}}","title":"{{content.Name}}"}]}
                """);
            project = (await browser.PostAsync<ProjectDetail>("/api/projects", JsonSerializer.SerializeToElement(new { name = content.Name, ontology, instructions = content.Instructions, overlap = content.Overlap }))).Id;
            await KeepAsync(browser, HttpMethod.Put, "/api/blind", new { names = new[] { content.Hidden }, showName = false });
            return project;
        }

        public async Task WorkAsync()
        {
            using var browser = await BrowserAsync();
            using var http = Visitors.Client(server.Address.ToString(), browser.Cookie!.Split('=', 2)[1]);
            using (var rows = new StringContent(
                string.Concat(Enumerable.Range(0, content.Rows).Select(n => JsonSerializer.Serialize(new { externalId = $"{content.Field}-{n}", batch = content.Hidden, data = new { text = string.Format(System.Globalization.CultureInfo.InvariantCulture, content.Text, n) } }) + "\n")),
                Encoding.UTF8, "application/x-ndjson"))
            using (var added = await http.PostAsync($"/api/projects/{project}/tasks?allowNames=true", rows, Ct))
                Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Ct));
            var claimed = await browser.PostAsync<ClaimedTask>($"/api/projects/{project}/claim", new Claim());
            var answer = JsonSerializer.Serialize(new { values = new Dictionary<string, string> { [content.Field] = content.Comment } });
            await KeepAsync(browser, HttpMethod.Post, $"/api/projects/{project}/tasks/{claimed.Task}/comments", new { id = CommentId.New(server.Clock.GetUtcNow()).Text, text = content.Comment });
            await KeepAsync(browser, HttpMethod.Post, $"/api/projects/{project}/annotations", new SubmitAnnotation(
                AnnotationId.New(server.Clock.GetUtcNow()), claimed.Task, claimed.Lease.Id, claimed.Lease.Token, claimed.OntologyVersion, Worker.HashOf(answer), JsonElement.Parse(answer)));
            await KeepAsync(browser, HttpMethod.Get, $"/api/projects/{project}/tasks");
        }

        public async Task TakeOutAsync()
        {
            using var browser = await BrowserAsync();
            await KeepAsync(browser, HttpMethod.Post, $"/api/projects/{project}/exports", new { format = "native", answers = "everything" });
            await KeepAsync(browser, HttpMethod.Get, $"/api/projects/{project}");
        }

        private Task<Browser> BrowserAsync()
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return server.SignInAsync(head, customer);
        }

        private async Task KeepAsync(Browser browser, HttpMethod method, string path, object? body = null)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            using var response = await browser.SendAsync(method, path, body is null or SubmitAnnotation ? body : JsonSerializer.SerializeToElement(body));
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.True(response.IsSuccessStatusCode, text);
            Sent.Append(text);
        }
    }

    /// <summary>Everybody else, and every byte that they are sent.</summary>
    private sealed partial class Script(WallServer server)
    {
        private readonly Dictionary<string, string> codeNames = new(StringComparer.Ordinal);

        public List<string> Seen { get; } = [];

        public async Task<ProjectId> RivalWorksAsync(PersonId head, PersonId worker, CustomerId customer)
        {
            using var browser = await SignInAsync(head, customer);
            var project = await browser.PostAsync<ProjectDetail>("/api/projects", new NewProject("Ours", Desk.Sentiment));
            using (var http = Visitors.Client(server.Address.ToString(), browser.Cookie!.Split('=', 2)[1]))
            using (var rows = new StringContent("{\"data\":{\"text\":\"one\"}}\n{\"data\":{\"text\":\"two\"}}\n", Encoding.UTF8, "application/x-ndjson"))
            using (var added = await http.PostAsync($"/api/projects/{project.Id}/tasks", rows, Ct))
                Take("tasks", await added.WholeAsync());
            using var annotator = await SignInAsync(worker, customer);
            var claimed = await annotator.PostAsync<ClaimedTask>($"/api/projects/{project.Id}/claim", new Claim());
            Take("claim", JsonSerializer.Serialize(claimed));
            using var submitted = await annotator.SendAsync(HttpMethod.Post, $"/api/projects/{project.Id}/annotations", new SubmitAnnotation(
                AnnotationId.New(server.Clock.GetUtcNow()), claimed.Task, claimed.Lease.Id, claimed.Lease.Token, claimed.OntologyVersion, Worker.HashOf(Worker.Good), JsonElement.Parse(Worker.Good)));
            Take("submit", await submitted.WholeAsync());
            return project.Id;
        }

        /// <summary>Every address that can be read, of a project and of nothing.</summary>
        public async Task ReadEverythingAsync(PersonId? person, CustomerId? customer, ProjectId project)
        {
            await SettleAsync();
            using var browser = person is { } known ? await SignInAsync(known, customer) : server.Browser(null);
            var asked = new Place(new Dictionary<string, string>(Place.Nowhere().Ids, StringComparer.Ordinal) { ["project"] = project.Text, ["version"] = "1", ["index"] = "0", ["number"] = "1" });
            // A signature stands on a time of its own, and the tiles of a log are its hashes.
            foreach (var route in server.Routes.Where(r => !r.Writes && r.Parameters.All(asked.Ids.ContainsKey) && !r.Pattern.Contains("/log", StringComparison.Ordinal) && !r.Pattern.Contains("leaving/key", StringComparison.Ordinal)))
            {
                server.Clock.Advance(TimeSpan.FromSeconds(1));
                Take(route.ToString(), await browser.AskAsync(route, asked));
            }

            // What this very session was let in by stands in the log a moment later, and is shown once it is signed.
            await SettleAsync();
            if (customer is { } its)
                await (await server.Services.GetRequiredService<OpenLogs>().OfAsync((await server.Installation.FindAsync(its, Ct))!)).Tree.PublishAsync(Ct);
            using var entries = await browser.SendAsync(HttpMethod.Get, "/api/log/entries?limit=200");
            var text = await entries.Content.ReadAsStringAsync(Ct);
            // Without this request itself, which may be signed by now or not; in any order, since where two things happen at once chance decides.
            Take("log", entries.IsSuccessStatusCode
                ? string.Join('\n', JsonElement.Parse(text).GetProperty("items").EnumerateArray().Where(i => !i.GetRawText().Contains("/log/entries", StringComparison.Ordinal)).Select(i => Index().Replace(Mask(i.GetRawText()), "\"index\":#")).Order(StringComparer.Ordinal))
                : text);
        }

        public string Mask(string text)
        {
            foreach (var (name, mask) in codeNames)
                text = text.Replace(name, mask, StringComparison.Ordinal);
            text = Ids().Replace(text, "$1_#");
            text = Times().Replace(text, "a time");
            return Secrets().Replace(text, "#");
        }

        private void Take(string what, string reply) => Seen.Add($"{what}\n{Mask(reply)}");

        private async Task<Browser> SignInAsync(PersonId person, CustomerId? customer)
        {
            server.Clock.Advance(TimeSpan.FromSeconds(1));
            return await server.SignInAsync(person, customer);
        }

        // Until the news of the wall is in the customers' logs, and code names, which are drawn by chance, are known.
        private async Task SettleAsync()
        {
            while (await server.Control.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM wall_decisions WHERE passed_on = 0 AND customer IS NOT NULL"), Ct) > 0)
                await Task.Delay(20, Ct);
            foreach (var (id, _) in await server.Control.ReadAsync(db => db.List("SELECT id, state FROM customers ORDER BY created_at, id", row => (row.Id<Domain.Ids.CustomerKind>(0), row.GetInt64(1))), Ct))
                codeNames.TryAdd(await Server.Platform.Walls.CodeNames.OfAsync(server.Control, id, server.Clock.GetUtcNow(), Ct), "a-name");
        }

        [GeneratedRegex("([a-z]{3})_[0-9a-z]{26}", RegexOptions.NonBacktracking)]
        private static partial Regex Ids();

        // Also as milliseconds, and as the framework numbers connections and requests.
        [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+][0-9:]+)|\\b1[0-9]{12}\\b|\\b0H[0-9A-Z]{11}(:[0-9A-F]{8})?\\b|127[.]0[.]0[.]1:[0-9]+|localhost:[0-9]+|port=[0-9]+|Content-Length: [0-9]+|\\n[0-9]+\\n", RegexOptions.NonBacktracking)]
        private static partial Regex Times();

        [GeneratedRegex("[A-Za-z0-9_+/=-]{22,}|\\b[0-9a-f]{16}\\b", RegexOptions.NonBacktracking)]
        private static partial Regex Secrets();

        [GeneratedRegex("\"index\":[0-9]+", RegexOptions.NonBacktracking)]
        private static partial Regex Index();
    }

    /// <summary>What the server's own meters tell: names, labels and how often; how long it took is the machine's.</summary>
    private sealed class CapturedMetrics : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> measured = new();

        public CapturedMetrics(WallServer server)
        {
            var scope = server.Services.GetRequiredService<IMeterFactory>();
            listener.InstrumentPublished = (instrument, to) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, scope) && instrument.Meter.Name == "Microsoft.AspNetCore.Hosting")
                    to.EnableMeasurementEvents(instrument);
            };
            listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Take(instrument, tags));
            listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Take(instrument, tags));
            listener.Start();
        }

        public IEnumerable<string> Measured => measured;

        public void Dispose() => listener.Dispose();

        private void Take(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.Enqueue($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}").Order(StringComparer.Ordinal))}");
    }
}
