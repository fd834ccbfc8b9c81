using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server;
using Cloison.Server.Features.Projects;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Cloison.ServerTests.Platform;

/// <summary>The whole product on real Kestrel and SQLite, with two customers: ours has two projects, theirs one, each with something of every kind.</summary>
public class WholeServer : IAsyncLifetime
{
    private readonly string? contentUrl;
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-server-");
    private Installation installation = null!;
    private WebApplication app = null!;

    public WholeServer()
    {
    }

    /// <param name="contentUrl">Another origin for uploads.</param>
    protected WholeServer(string contentUrl) => this.contentUrl = contentUrl;

    internal Customer Ours { get; private set; } = null!;

    internal Customer Theirs { get; private set; } = null!;

    /// <summary>The project that everything of ours is asked under.</summary>
    internal Place Home { get; private set; } = null!;

    /// <summary>Our other project.</summary>
    internal Place Beside { get; private set; } = null!;

    /// <summary>The other customer's.</summary>
    internal Place Abroad { get; private set; } = null!;

    internal IReadOnlyList<Route> Routes { get; private set; } = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        installation = await Installation.OpenAsync(new(folder.FullName), TimeProvider.System, Ct);
        app = CloisonServer.Build(new(folder.FullName, "http://127.0.0.1:0", ContentUrl: contentUrl), installation, TimeProvider.System);
        await app.StartAsync(Ct);
        Routes = [.. app.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>().SelectMany(Route.Of).DistinctBy(r => r.ToString())];
        Ours = await NewCustomerAsync();
        Theirs = await NewCustomerAsync();
        Home = await NewPlaceAsync(Ours);
        Beside = await NewPlaceAsync(Ours);
        Abroad = await NewPlaceAsync(Theirs);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        await installation.DisposeAsync();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs something while a customer's access log takes no entries.</summary>
    internal async Task WithoutLogAsync(Customer customer, Func<Task> act)
    {
        var database = (await installation.FindAsync(customer.Id, Ct))!.Database;
        await database.WriteAsync(db => db.Execute("CREATE TRIGGER log_is_shut BEFORE INSERT ON log_entries BEGIN SELECT RAISE(ABORT, 'shut'); END"), Ct);
        try
        {
            await act();
        }
        finally
        {
            await database.WriteAsync(db => db.Execute("DROP TRIGGER log_is_shut"), Ct);
        }
    }

    internal async Task<AccessLog> LogAsync(Customer customer) => await app.Services.GetRequiredService<OpenLogs>().OfAsync((await installation.FindAsync(customer.Id, Ct))!);

    /// <summary>A browser whose every reply is looked at; see <see cref="Inspector"/>.</summary>
    internal HttpClient Client(string? session, string? key = null)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(a => a != contentUrl);
        var http = new HttpClient(new Inspector { InnerHandler = new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false } }) { BaseAddress = new(address) };
        http.DefaultRequestHeaders.Add("X-Cloison", "1");
        if (session is not null)
            http.DefaultRequestHeaders.Add("Cookie", $"__Host-cloison={session}");
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return http;
    }

    internal async Task<HttpClient> HireAsync(Customer customer, params Role[] roles) =>
        Client((await Visitors.SignInAsync(installation, customer.Id, Now, roles)).Token);

    internal Task<(PersonId Person, string Token)> SignInAsync(Customer customer, params Role[] roles) => Visitors.SignInAsync(installation, customer.Id, Now, roles);

    /// <summary>The head of a customer, in a session of its own: also operator of the installation.</summary>
    internal async Task<HttpClient> HeadAsync(Customer customer) => Client(await Visitors.SignInAgainAsync(installation, customer.Id, customer.Head, Now));

    /// <summary>The same, without anybody looking at the replies: failures are what is asked for.</summary>
    internal async Task<HttpClient> PlainHeadAsync(Customer customer) =>
        Visitors.Client(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single(), await Visitors.SignInAgainAsync(installation, customer.Id, customer.Head, Now));

    /// <summary>A program with a key of ours that has one scope.</summary>
    internal async Task<HttpClient> ProgramAsync(KeyScope scope)
    {
        var secret = ApiKeySecret.New(KeyEnvironment.Live);
        await installation.Control.WriteAsync(
            db => db.Execute(
                """
                INSERT INTO api_keys (id, secret_hash, prefix, customer, name, environment, scopes, created_by, created_at)
                VALUES (@id, @hash, 'cl_live', @customer, 'a key', 1, @scopes, @by, 0)
                """,
                ("@id", ApiKeyId.New(Now).Text), ("@hash", TokenHash.Of(secret).ToBytes()), ("@customer", Ours.Id.Text), ("@scopes", KeyScopeSet.Of([scope]).Bits),
                ("@by", Ours.Head.Text)),
            Ct);
        return Client(session: null, secret);
    }

    /// <summary>Waits until nothing is at work in the background of a place.</summary>
    internal async Task SettledAsync(Place place)
    {
        using var head = await HeadAsync(Ours);
        for (var i = 0; i < 200; i++)
        {
            var export = await JsonAsync(await head.GetAsync($"/api/projects/{place.Ids["project"]}/exports/{place.Ids["export"]}", Ct));
            if (export["state"]!.ToString() is "done" or "failed")
                return;
            await Task.Delay(50, Ct);
        }
    }

    /// <summary>A hash of every row of the control database and of a customer's, so that any change is seen.</summary>
    /// <param name="except">Beginnings of names of tables that are left out.</param>
    internal async Task<string> FingerprintAsync(Customer customer, params string[] except)
    {
        var compartment = (await installation.FindAsync(customer.Id, Ct))!;
        var rows = await Task.WhenAll(installation.Control.ReadAsync(Rows, Ct), compartment.Database.ReadAsync(Rows, Ct));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(rows.SelectMany(r => r)))));

        List<string> Rows(Cloison.Storage.Databases.Session db) =>
        [
            .. db.List("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name", row => row.GetString(0))
                .Where(table => !except.Any(e => table.StartsWith(e, StringComparison.Ordinal)))
                .SelectMany(table => db.List(
                    $"SELECT * FROM {table}",
                    row => table + '|' + string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) is byte[] b ? Convert.ToHexString(b) : row.GetValue(i).ToString())))),
        ];
    }

    internal Task<Compartment?> CompartmentAsync(Customer customer) => installation.FindAsync(customer.Id, Ct);

    private async Task<Customer> NewCustomerAsync()
    {
        var id = await Visitors.NewCustomerAsync(installation, Now);
        var (head, _) = await Visitors.SignInAsync(installation, id, Now, Role.Administrator);
        await installation.Control.WriteAsync(
            db =>
            {
                db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", head.Text));
                // An operator sees the content of his own house only.
                db.Execute("UPDATE customers SET is_house = 1 WHERE id = @id", ("@id", id.Text));
            },
            Ct);
        return new(id, head);
    }

    private async Task<Place> NewPlaceAsync(Customer customer)
    {
        var compartment = (await installation.FindAsync(customer.Id, Ct))!;
        var project = await CreateProject.StoreAsync(compartment, new("A project", Desk.Sentiment, LeaseSeconds: 86_400), customer.Head, Now, Ct);
        var tasks = Enumerable.Range(0, 4).Select(n => (TaskId.New(Now.AddMilliseconds(n)), n)).ToList();
        await compartment.Database.WriteAsync(db => TaskSeed.Insert(db, compartment, project, 1, 0, tasks, Now), Ct);
        using var http = await HeadAsync(customer);
        var ids = new Dictionary<string, string>(StringComparer.Ordinal) { ["project"] = project.Text, ["version"] = "1" };
        var claimed = await JsonAsync(await http.PostAsync($"/api/projects/{project}/claim", Json("{}"), Ct));
        (ids["task"], ids["lease"], ids["token"]) = (claimed["task"]!.ToString(), claimed["lease"]!["id"]!.ToString(), claimed["lease"]!["token"]!.ToString());
        ids["drawn"] = await DrawAsync(customer, project, http);
        ids["comment"] = (await JsonAsync(await http.PostAsync(
            $"/api/projects/{project}/tasks/{ids["task"]}/comments", Json($$"""{"id":"{{CommentId.New(Now)}}","text":"Look."}"""), Ct)))["id"]!.ToString();
        ids["import"] = (await JsonAsync(await http.PostAsync($"/api/projects/{project}/imports", Json("{}"), Ct)))["id"]!.ToString();
        ids["export"] = (await JsonAsync(await http.PostAsync($"/api/projects/{project}/exports", Json("""{"format":"jsonl"}"""), Ct)))["id"]!.ToString();
        using var png = new ByteArrayContent(Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="));
        png.Headers.ContentType = new("image/png");
        ids["asset"] = (await JsonAsync(await http.PostAsync($"/api/projects/{project}/assets?name=dot.png", png, Ct)))["id"]!.ToString();
        ids["person"] = (await Visitors.SignInAsync(installation, customer.Id, Now, Role.Annotator)).Person.Text;
        ids["session"] = (await JsonAsync(await http.GetAsync("/api/me/sessions", Ct)) as JsonArray)![0]!["id"]!.ToString();
        ids["invitation"] = (await JsonAsync(await http.PostAsync("/api/invitations", Json("""{"roles":["annotator"]}"""), Ct)))["id"]!.ToString();
        ids["key"] = (await JsonAsync(await http.PostAsync("/api/keys", Json("""{"name":"k","environment":"live","scopes":["read"]}"""), Ct)))["id"]!.ToString();
        (ids["index"], ids["number"], ids["witness"]) = ("0", "1", "0123456789abcdef");
        ids["passkey"] = PasskeyId.New(Now).Text;
        (ids["interest"], ids["glass"]) = (InterestId.New(Now).Text, GlassId.New(Now).Text);
        ids["customer"] = customer.Id.Text;
        ids["codeName"] = (await JsonAsync(await http.GetAsync("/api/walls", Ct)))["codeName"]!.ToString();
        return new(ids);
    }

    /// <summary>An acceptance of one task, which somebody else has answered.</summary>
    private async Task<string> DrawAsync(Customer customer, ProjectId project, HttpClient head)
    {
        using var annotator = await HireAsync(customer, Role.Annotator);
        var claimed = await JsonAsync(await annotator.PostAsync($"/api/projects/{project}/claim", Json("{}"), Ct));
        await JsonAsync(await annotator.PostAsync(
            $"/api/projects/{project}/annotations",
            Json($$"""
                {"id":"{{AnnotationId.New(Now)}}","task":"{{claimed["task"]}}","lease":"{{claimed["lease"]!["id"]}}","token":{{claimed["lease"]!["token"]}},"ontologyVersion":1,
                "contentHash":"{{Worker.HashOf(Worker.Good)}}","content":{{Worker.Good}},"activeSeconds":1}
                """),
            Ct));
        var drawn = await JsonAsync(await head.PostAsync($"/api/projects/{project}/acceptances", Json("""{"rejectableErrorRate":0.1}"""), Ct));
        return drawn["sample"]![0]!["task"]!.ToString();
    }

    internal static StringContent Json(string json) => new(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{response.RequestMessage!.RequestUri}: {text}");
        return JsonNode.Parse(text)!;
    }
}

internal sealed record Customer(CustomerId Id, PersonId Head);

/// <summary>An id of every kind that a route may ask for, by the parameter's name.</summary>
internal sealed record Place(IReadOnlyDictionary<string, string> Ids)
{
    /// <summary>Well-formed ids of nothing.</summary>
    public static Place Nowhere()
    {
        var now = TimeProvider.System.GetUtcNow();
        return new(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["project"] = ProjectId.New(now).Text, ["version"] = "77", ["task"] = TaskId.New(now).Text, ["lease"] = LeaseId.New(now).Text, ["token"] = "1",
            ["comment"] = CommentId.New(now).Text, ["import"] = ImportId.New(now).Text, ["export"] = ExportId.New(now).Text, ["asset"] = AssetId.New(now).Text,
            ["person"] = PersonId.New(now).Text, ["session"] = SessionId.New(now).Text, ["invitation"] = InvitationId.New(now).Text, ["key"] = ApiKeyId.New(now).Text,
            ["passkey"] = PasskeyId.New(now).Text, ["index"] = "999999999", ["number"] = "999", ["witness"] = "fedcba9876543210",
            ["drawn"] = TaskId.New(now).Text, ["interest"] = InterestId.New(now).Text, ["glass"] = GlassId.New(now).Text, ["codeName"] = "nobodys-name", ["customer"] = CustomerId.New(now).Text,
        });
    }

    /// <summary>The same, but under another project.</summary>
    public Place Under(Place project) => new(new Dictionary<string, string>(Ids, StringComparer.Ordinal) { ["project"] = project.Ids["project"] });
}
