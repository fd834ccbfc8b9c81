using System.Text.Json.Nodes;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.People;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Walls;

/// <summary>Emergency access on the running product: every way in that must be shut, and the one that is open, with all that it leaves behind.</summary>
public abstract class GlassContract(WallPlace place) : OnWallServer(place)
{
    private static readonly (int, string?) NotEligible = (403, "not_eligible");

    private CustomerId customer;
    private ProjectId project;
    private (PersonId Person, Browser Browser) ada;
    private (PersonId Person, Browser Browser) bob;
    private (PersonId Person, Browser Browser) helper;
    private string codeName = "";

    private string Inside => $"/api/projects/{project}";

    [Fact]
    public async Task Two_administrators_open_one_project_to_who_asked_and_the_log_has_all_of_it_and_a_rival_stays_shut()
    {
        var glass = await ApprovedAsync();
        var me = await helper.Browser.PostAsync<Me>($"/api/registry/glasses/{glass}/open");
        Assert.Equal((codeName, project, Server.Clock.GetUtcNow().AddMinutes(60)), (me.Glass!.CodeName, me.Glass.Project, me.Glass.EndsAt));
        Assert.Equal((codeName, 0, false, false), (me.Customer!.Name, me.Roles.Count, me.IsOperator, me.MayAskForGlass));
        // The exposure and the entry are there before the first byte.
        Assert.NotNull(await SeenAsync());
        Assert.Equal((LogTypes.BreakGlassOpen, glass.Text), (await EntriesAsync()).Where(e => e.Role == $"glass:{glass}").Select(e => (e.Type, e.Object)).Single());

        foreach (var path in new[] { Inside, $"{Inside}/tasks", $"{Inside}/ontologies", $"{Inside}/stats" })
            Assert.Equal(200, await StatusAsync(helper.Browser, path));
        Server.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(200, await StatusAsync(helper.Browser, Inside));
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/close");

        // He is himself again, and sees nothing.
        Assert.Null((await helper.Browser.GetAsync<Me>("/api/me")).Glass);
        Assert.Equal((403, "customer.none"), await helper.Browser.RefusalAsync(HttpMethod.Get, Inside));
        Assert.Equal((409, "glass.over"), await helper.Browser.RefusalAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/close"));
        var report = await ReportAsync(glass);
        Assert.Equal((GlassState.Closed, 5L, project), (report.State, report.Reads, report.Project));
        Assert.Equal(TimeSpan.FromMinutes(2), report.LastReadAt - report.FirstReadAt);
        Assert.Equal((report.LastReadAt, "TICKET-7"), (report.EndedAt, report.Ticket));
        Assert.Equal(new[] { ada.Person, bob.Person }.ToHashSet(), report.Approvals.Select(a => a.Person).ToHashSet());

        await Server.PassOnAsync(Ct);
        var trail = (await EntriesAsync()).Where(e => e.Object == glass.Text || e.Role == $"glass:{glass}").ToList();
        Assert.Equal(
            ["breakglass.request", "breakglass.approve", "breakglass.approve", "breakglass.open", "access.read", "access.list", "access.list", "access.read", "access.read", "breakglass.close"],
            trail.Select(e => e.Type));
        Assert.All(trail.Where(e => e.Type.StartsWith("access.", StringComparison.Ordinal)), e => Assert.Equal((project.Text, $"glass:{glass}"), (e.Project, e.Role)));
        Assert.Equal(
            ["breakglass.request", "breakglass.approve", "breakglass.approve", "breakglass.open", "breakglass.close"],
            await Server.Control.ReadAsync(
                db => db.List("SELECT type FROM wall_decisions WHERE detail = @glass ORDER BY n", row => row.GetString(0), ("@glass", glass.Text)), Ct));

        // The same person at a rival's, also with everything approved there.
        var (first, before) = (helper, customer);
        await FillAsync();
        var (rival, asksAgain) = (customer, new NewGlass(codeName, project, GlassReason.Security, "T-8", 30));
        Assert.NotEqual(before, rival);
        helper = first;
        Assert.Equal(NotEligible, await helper.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", asksAgain));
        var planted = await PlantAsync(helper.Person, ada.Person, bob.Person);
        Assert.Equal(NotEligible, await helper.Browser.RefusalAsync(HttpMethod.Post, $"/api/registry/glasses/{planted}/open"));
        Assert.Equal("R15", await LastRuleAsync());
        Server.Clock.Advance(TimeSpan.FromDays(365) - TimeSpan.FromMinutes(1));
        helper.Browser.Cookie = await Server.NewCookieAsync(helper.Person);
        Assert.Equal(NotEligible, await helper.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", asksAgain));
        Server.Clock.Advance(TimeSpan.FromMinutes(1));
        await helper.Browser.PostAsync<AskedGlass>("/api/registry/glasses", asksAgain);
    }

    [Fact]
    public async Task Without_two_approvals_nothing_opens_and_silence_is_none()
    {
        var glass = await AskAsync();
        Assert.Equal(NotEligible, await OpenAsync(glass));
        await ApproveAsync(ada, glass);
        Assert.Equal(NotEligible, await OpenAsync(glass));
        // Once more is not another one, and an approval is for one request only.
        Assert.Equal((409, "glass.approved_already"), await RefusedApprovalAsync(ada, glass));
        var other = await AskAsync();
        await ApproveAsync(bob, other);
        Assert.Equal((NotEligible, NotEligible), (await OpenAsync(glass), await OpenAsync(other)));
        Assert.Equal("R12", await LastRuleAsync());
        Assert.Null(await SeenAsync());
        Server.Clock.Advance(Glass.Waits);
        await RenewAsync();
        Assert.Equal((409, "glass.not_waiting"), await RefusedApprovalAsync(bob, glass));
        Assert.Equal(GlassState.Expired, (await ReportAsync(glass)).State);
    }

    [Fact]
    public async Task What_was_approved_is_opened_within_a_day_and_once()
    {
        var (late, once) = (await ApprovedAsync(), await ApprovedAsync());
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{once}/open");
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{once}/close");
        Assert.Equal(NotEligible, await OpenAsync(once));
        Server.Clock.Advance(Glass.Waits);
        await RenewAsync();
        Assert.Equal(NotEligible, await OpenAsync(late));
    }

    [Fact]
    public async Task Nobody_approves_who_asked_or_is_linked_to_him_or_helps_to_run_the_installation_or_is_no_administrator()
    {
        var glass = await AskAsync();
        await Server.PlantRoleAsync(helper.Person, customer, Role.Administrator);
        var himself = (helper.Person, Browser: await Server.SignInAsync(helper.Person, customer));
        Assert.Equal((403, "glass.not_yours"), await RefusedApprovalAsync(himself, glass));
        await Server.Control.WriteAsync(db => db.Execute("DELETE FROM memberships WHERE person = @person", ("@person", helper.Person.Text)), Ct);

        var alias = await Server.HireAsync(customer, Role.Administrator);
        await ChangeAsync(db => WallRegistry.Link(db, helper.Person, alias.Person, Server.Clock.GetUtcNow()));
        Assert.Equal((403, "glass.not_yours"), await RefusedApprovalAsync(alias, glass));
        var insider = await Server.HireAsync(customer, Role.Administrator);
        await ChangeAsync(db => WallRegistry.SetInsider(db, insider.Person, Insider.Developer, Server.Clock.GetUtcNow()));
        Assert.Equal((403, "glass.not_yours"), await RefusedApprovalAsync(insider, glass));
        var lead = await Server.HireAsync(customer, Role.Lead, Role.Engineer);
        Assert.Equal((403, "not_allowed"), await RefusedApprovalAsync(lead, glass));
        var key = await ada.Browser.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("ci", KeyEnvironment.Live, [KeyScope.Administer]));
        using var program = Server.Browser(null);
        program.Headers.Authorization = new("Bearer", key.Secret);
        Assert.Equal((409, "glass.needs_person"), await RefusedApprovalAsync((default, program), glass));
        // Nor somebody of another customer, who does not even learn that there is such a request.
        var stranger = await Server.HireAsync(await Server.NewCustomerAsync(), Role.Administrator);
        Assert.Equal((404, "not_found"), await RefusedApprovalAsync(stranger, glass));
        Assert.Equal((404, "not_found"), await stranger.Browser.RefusalAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open"));
        Assert.Empty((await ReportAsync(glass)).Approvals);
        Assert.Equal(NotEligible, await OpenAsync(glass));
    }

    [Fact]
    public async Task Two_accounts_of_one_person_are_one_approval_also_when_they_are_linked_afterwards()
    {
        var glass = await AskAsync();
        var again = await Server.HireAsync(customer, Role.Administrator);
        await ChangeAsync(db => WallRegistry.Link(db, ada.Person, again.Person, Server.Clock.GetUtcNow()));
        await ApproveAsync(ada, glass);
        Assert.Equal((409, "glass.approved_already"), await RefusedApprovalAsync(again, glass));
        await ApproveAsync(bob, glass);
        Assert.Equal(GlassState.Approved, (await ReportAsync(glass)).State);
        await ChangeAsync(db => WallRegistry.Link(db, ada.Person, bob.Person, Server.Clock.GetUtcNow()));
        Assert.Equal((GlassState.Asked, NotEligible), ((await ReportAsync(glass)).State, await OpenAsync(glass)));
    }

    [Fact]
    public async Task An_approval_falls_with_the_role_of_who_gave_it_also_while_the_glass_is_open()
    {
        await OpenedAsync();
        Assert.Equal(200, await StatusAsync(helper.Browser, Inside));
        await ada.Browser.DoAsync(HttpMethod.Delete, $"/api/people/{bob.Person}");
        Assert.Equal(NotEligible, await helper.Browser.RefusalAsync(HttpMethod.Get, Inside));
    }

    [Fact]
    public async Task Who_approves_and_who_opens_have_proved_lately_that_it_is_they()
    {
        var glass = await AskAsync();
        Server.Clock.Advance(RecentProof.Life + TimeSpan.FromSeconds(1));
        Assert.Equal((403, "session.proof_needed"), await RefusedApprovalAsync(ada, glass));
        Assert.Equal((403, "session.proof_needed"), await OpenAsync(glass));
        // To say no needs nothing.
        await ada.Browser.DoAsync(HttpMethod.Post, $"/api/trust/glasses/{glass}/refuse");
        await RenewAsync();
        Assert.Equal((409, "glass.not_waiting"), await RefusedApprovalAsync(ada, glass));
        Assert.Equal((GlassState.Refused, NotEligible), ((await ReportAsync(glass)).State, await OpenAsync(glass)));
    }

    [Fact]
    public async Task Only_operators_support_and_developers_ask_and_owners_never_do()
    {
        var request = new NewGlass(codeName, project, GlassReason.Malfunction, "T-1", 60);
        foreach (var kind in new[] { Insider.Owner, Insider.Investor, Insider.Board })
        {
            var owner = await Server.HelperAsync(kind);
            Assert.Equal(NotEligible, await owner.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", request));
            var planted = await PlantAsync(owner.Person, ada.Person, bob.Person);
            Assert.Equal(NotEligible, await owner.Browser.RefusalAsync(HttpMethod.Post, $"/api/registry/glasses/{planted}/open"));
            Assert.Equal("R13", await LastRuleAsync());
        }

        var somebody = await Server.HelperAsync(Insider.None);
        Assert.Equal((403, "not_allowed"), await somebody.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", request));
        Assert.Equal(NotEligible, await helper.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", request with { CodeName = "nobodys-name" }));
        Assert.Equal((400, "input.invalid"), await helper.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", request with { Minutes = 241 }));
        Assert.Equal((400, "input.invalid"), await helper.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", request with { Ticket = "see the mail" }));
        foreach (var kind in new[] { Insider.Operator, Insider.Developer })
            await (await Server.HelperAsync(kind)).Browser.PostAsync<AskedGlass>("/api/registry/glasses", request);
    }

    [Fact]
    public async Task A_customer_says_never_and_that_counts_at_once()
    {
        var (waiting, open) = (await AskAsync(), await OpenedAsync());
        await ada.Browser.DoAsync(HttpMethod.Put, "/api/trust/glasses", new SetGlassPolicy(false));
        Assert.Equal(401, await StatusAsync(helper.Browser, Inside));
        Assert.Equal((GlassState.Refused, GlassState.Revoked), ((await ReportAsync(waiting)).State, (await ReportAsync(open)).State));
        helper.Browser.Cookie = await Server.NewCookieAsync(helper.Person);
        var request = new NewGlass(codeName, project, GlassReason.Malfunction, "T-1", 60);
        Assert.Equal(NotEligible, await helper.Browser.RefusalAsync(HttpMethod.Post, "/api/registry/glasses", request));
        Assert.Equal(NotEligible, await OpenAsync(await PlantAsync(helper.Person, ada.Person, bob.Person)));
        await ada.Browser.DoAsync(HttpMethod.Put, "/api/trust/glasses", new SetGlassPolicy(true));
        await helper.Browser.PostAsync<AskedGlass>("/api/registry/glasses", request);
    }

    [Fact]
    public async Task Behind_the_glass_one_project_is_read_and_nothing_else()
    {
        var beside = await NewProjectAsync();
        var glass = await OpenedAsync();
        Assert.Equal(200, await StatusAsync(helper.Browser, Inside));
        foreach (var path in new[] { "/api/projects", $"/api/projects/{beside}", $"/api/projects/{beside}/tasks", "/api/work", "/api/people", "/api/templates" })
            Assert.Equal((path, NotEligible), (path, await helper.Browser.RefusalAsync(HttpMethod.Get, path)));
        Assert.Equal("R12", await LastRuleAsync());
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Patch, Inside), (HttpMethod.Post, $"{Inside}/tasks"), (HttpMethod.Post, $"{Inside}/claim"), (HttpMethod.Post, $"{Inside}/exports"), (HttpMethod.Get, $"{Inside}/exports"),
            (HttpMethod.Post, $"{Inside}/tasks/{TaskId.New(Server.Clock.GetUtcNow())}/comments"), (HttpMethod.Get, $"{Inside}/imports"),
            (HttpMethod.Get, "/api/keys"), (HttpMethod.Get, "/api/log/entries"), (HttpMethod.Get, "/api/trust/glasses"), (HttpMethod.Post, $"/api/trust/glasses/{glass}/approve"),
            (HttpMethod.Get, "/api/registry/people"), (HttpMethod.Post, "/api/customers"), (HttpMethod.Get, "/api/walls/staffing"),
        })
            Assert.Equal((method, path, 403), (method, path, (await helper.Browser.RefusalAsync(method, path, method == HttpMethod.Get ? null : new object())).Status));
        Assert.Equal(1, (await ReportAsync(glass)).Reads);
    }

    [Fact]
    public async Task Another_session_does_not_come_through_it()
    {
        var glass = await OpenedAsync();
        // One of the same person that names the glass, which only the database could do.
        var other = await Server.SignInAsync(helper.Person, customer);
        await Server.Control.WriteAsync(
            db => db.Execute("UPDATE sessions SET glass = @glass WHERE person = @person AND glass IS NULL AND customer = @customer", ("@glass", glass.Text), ("@person", helper.Person.Text), ("@customer", customer.Text)), Ct);
        Assert.Equal(NotEligible, await other.RefusalAsync(HttpMethod.Get, Inside));
        Assert.Equal("R12", await LastRuleAsync());
        var usual = Server.Browser(null);
        usual.Cookie = await Server.NewCookieAsync(helper.Person);
        Assert.Equal(NotEligible, await usual.RefusalAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open"));
        Assert.Equal((403, "customer.none"), await usual.RefusalAsync(HttpMethod.Get, Inside));
        Assert.Equal(200, await StatusAsync(helper.Browser, Inside));
    }

    [Fact]
    public async Task It_ends_by_itself_and_the_customer_is_told()
    {
        var glass = await OpenedAsync();
        Server.Clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromSeconds(1));
        Assert.Equal(200, await StatusAsync(helper.Browser, Inside));
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(401, await StatusAsync(helper.Browser, Inside));
        await Server.WatchGlassesAsync(Ct);
        await RenewAsync();
        Assert.Equal((GlassState.Expired, 1L), ((await ReportAsync(glass)).State, (await ReportAsync(glass)).Reads));
        await Server.PassOnAsync(Ct);
        Assert.Contains(await EntriesAsync(), e => (e.Type, e.Object, e.Decision) == ("breakglass.close", glass.Text, "expired"));
    }

    [Fact]
    public async Task Whose_session_is_gone_has_closed_it()
    {
        var glass = await OpenedAsync();
        await helper.Browser.DoAsync(HttpMethod.Post, "/api/sign-out");
        await Server.WatchGlassesAsync(Ct);
        Assert.Equal(GlassState.Closed, (await ReportAsync(glass)).State);
    }

    [Fact]
    public async Task The_customer_stops_it_and_an_answer_that_is_under_way_is_cut()
    {
        const int bytes = 32 << 20;
        var compartment = (await Server.Installation.FindAsync(customer, Ct))!;
        var blob = (await compartment.Blobs.PutAsync(project, new MemoryStream(new byte[bytes]), bytes, Ct)).Value;
        var asset = AssetId.New(Server.Clock.GetUtcNow());
        await compartment.Database.WriteAsync(
            db => db.Execute(
                "INSERT INTO assets (id, project, blob, thumbnail_blob, media_type, bytes, created_at) VALUES (@id, @project, @blob, @blob, 'image/png', @bytes, 0)",
                ("@id", asset.Text), ("@project", project.Text), ("@blob", blob.Name.Text), ("@bytes", (long)bytes)),
            Ct);
        var (glass, path) = (await OpenedAsync(), $"{Inside}/assets/{asset}/thumbnail");
        // The control: it comes whole.
        using (var whole = await helper.Browser.SendAsync(HttpMethod.Get, path))
            Assert.Equal(bytes, (await whole.Content.ReadAsByteArrayAsync(Ct)).Length);
        using (var response = await helper.Browser.StartAsync(path))
        {
            var body = await response.Content.ReadAsStreamAsync(Ct);
            await body.ReadExactlyAsync(new byte[1000], Ct);
            await bob.Browser.DoAsync(HttpMethod.Post, $"/api/trust/glasses/{glass}/refuse");
            await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null, Ct));
        }

        Assert.Equal(401, await StatusAsync(helper.Browser, path));
        Assert.Equal((GlassState.Revoked, 2L), ((await ReportAsync(glass)).State, (await ReportAsync(glass)).Reads));
    }

    [Fact]
    public async Task While_the_key_is_withheld_nothing_opens_and_nothing_is_read()
    {
        var glass = await ApprovedAsync();
        await ada.Browser.DoAsync(HttpMethod.Post, "/api/custody/revoke", new object());
        Assert.Equal((451, "content.withheld"), await OpenAsync(glass));
        Assert.Null(await SeenAsync());
        await ada.Browser.DoAsync(HttpMethod.Post, "/api/custody/restore", new object());
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open");
        await ada.Browser.DoAsync(HttpMethod.Post, "/api/custody/revoke", new object());
        Assert.Equal((451, "content.withheld"), await helper.Browser.RefusalAsync(HttpMethod.Get, Inside));
        Assert.Equal(0, (await ReportAsync(glass)).Reads);
    }

    [Fact]
    public async Task While_the_log_is_down_nothing_opens_and_nothing_is_read()
    {
        var glass = await ApprovedAsync();
        await Server.PassOnAsync(Ct);
        var database = (await Server.Installation.FindAsync(customer, Ct))!.Database;
        await database.WriteAsync(db => db.Execute("ALTER TABLE log_entries RENAME TO log_away"), Ct);
        Assert.Equal((503, "log.unavailable"), await OpenAsync(glass));
        Assert.Null(await SeenAsync());
        await database.WriteAsync(db => db.Execute("ALTER TABLE log_away RENAME TO log_entries"), Ct);
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open");
        await database.WriteAsync(db => db.Execute("ALTER TABLE log_entries RENAME TO log_away"), Ct);
        Assert.Equal((503, "log.unavailable"), await helper.Browser.RefusalAsync(HttpMethod.Get, Inside));
        await database.WriteAsync(db => db.Execute("ALTER TABLE log_away RENAME TO log_entries"), Ct);
        Assert.Equal(0, (await ReportAsync(glass)).Reads);
    }

    [Fact]
    public async Task A_project_that_the_customer_does_not_have_is_not_approved()
    {
        var glass = (await helper.Browser.PostAsync<AskedGlass>("/api/registry/glasses", new NewGlass(codeName, ProjectId.New(Server.Clock.GetUtcNow()), GlassReason.Support, "T-1", 60))).Id;
        Assert.Equal((409, "glass.unknown_project"), await RefusedApprovalAsync(ada, glass));
    }

    [Fact]
    public async Task Without_the_rule_one_approval_would_be_enough_and_every_project_open()
    {
        // The negative control.
        await StartAsync(WallRules.All.Without(WallRule.BreakGlass));
        var beside = await NewProjectAsync();
        var glass = await AskAsync();
        await ApproveAsync(ada, glass);
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open");
        Assert.Equal(200, await StatusAsync(helper.Browser, $"/api/projects/{beside}"));
    }

    // A customer with two administrators and a project, and somebody of the operator's who has nothing to do with anybody.
    private protected override async Task FillAsync()
    {
        customer = await Server.NewCustomerAsync();
        (ada, bob) = (await Server.HireAsync(customer, Role.Administrator), await Server.HireAsync(customer, Role.Administrator));
        project = await NewProjectAsync();
        helper = await Server.HelperAsync(Insider.Support);
        codeName = (await ada.Browser.GetAsync<WallSettings>("/api/walls")).CodeName;
    }

    private async Task<ProjectId> NewProjectAsync()
    {
        using var response = await ada.Browser.SendJsonAsync(HttpMethod.Post, "/api/projects", Bodies.Json["POST /api/projects"]);
        Assert.True(response.IsSuccessStatusCode);
        return ProjectId.Parse(JsonNode.Parse(await response.Content.ReadAsStringAsync(Ct))!["id"]!.ToString());
    }

    private async Task<GlassId> AskAsync() =>
        (await helper.Browser.PostAsync<AskedGlass>("/api/registry/glasses", new NewGlass(codeName, project, GlassReason.Malfunction, "TICKET-7", 60))).Id;

    private async Task<GlassId> ApprovedAsync()
    {
        var glass = await AskAsync();
        await ApproveAsync(ada, glass);
        await ApproveAsync(bob, glass);
        Assert.Equal((GlassState.Approved, 2), (await helper.Browser.GetAsync<List<AskedGlass>>("/api/registry/glasses")).Where(g => g.Id == glass).Select(g => (g.State, g.Approvals)).Single());
        return glass;
    }

    private async Task<GlassId> OpenedAsync()
    {
        var glass = await ApprovedAsync();
        await helper.Browser.DoAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open");
        return glass;
    }

    // With its approvals, past everything that asks before.
    private async Task<GlassId> PlantAsync(PersonId by, params PersonId[] approvers)
    {
        var (id, now) = (GlassId.New(Server.Clock.GetUtcNow()), Server.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        await Server.Control.WriteAsync(
            db =>
            {
                db.Execute(
                    "INSERT INTO glasses (id, customer, project, person, reason, ticket, minutes, state, asked_at) VALUES (@id, @customer, @project, @person, 0, 'T', 60, 0, @now)",
                    ("@id", id.Text), ("@customer", customer.Text), ("@project", project.Text), ("@person", by.Text), ("@now", now));
                foreach (var approver in approvers)
                    db.Execute("INSERT INTO glass_approvals (glass, person, at) VALUES (@id, @person, @now)", ("@id", id.Text), ("@person", approver.Text), ("@now", now));
            },
            Ct);
        return id;
    }

    private static Task ApproveAsync((PersonId Person, Browser Browser) who, GlassId glass) => who.Browser.DoAsync(HttpMethod.Post, $"/api/trust/glasses/{glass}/approve");

    private static Task<(int, string?)> RefusedApprovalAsync((PersonId Person, Browser Browser) who, GlassId glass) =>
        who.Browser.RefusalAsync(HttpMethod.Post, $"/api/trust/glasses/{glass}/approve");

    private Task<(int, string?)> OpenAsync(GlassId glass) => helper.Browser.RefusalAsync(HttpMethod.Post, $"/api/registry/glasses/{glass}/open");

    private async Task<GlassSummary> ReportAsync(GlassId glass) => (await ada.Browser.GetAsync<GlassOverview>("/api/trust/glasses")).Requests.Single(g => g.Id == glass);

    // Fresh sessions for everybody: the old ones are idle, or their proof is old.
    private async Task RenewAsync()
    {
        ada.Browser = await Server.SignInAsync(ada.Person, customer);
        bob.Browser = await Server.SignInAsync(bob.Person, customer);
        helper.Browser.Cookie = await Server.NewCookieAsync(helper.Person);
    }

    private Task<DateTimeOffset?> SeenAsync() => Server.Control.ReadAsync(db => WallRegistry.LastSeen(db, helper.Person, customer), Ct);

    private Task<string?> LastRuleAsync() => Server.Control.ReadAsync(
        db => db.Scalar<string>("SELECT rule FROM wall_decisions WHERE type = 'breakglass.deny' ORDER BY n DESC LIMIT 1"), Ct);

    private async Task<List<AccessEntry>> EntriesAsync()
    {
        var log = await Server.LogAsync(customer, Ct);
        return (await log.ReadAsync(0, 1000, Ct)).ConvertAll(bytes => EntryEncoding.Read(bytes));
    }

    private async Task ChangeAsync(Action<Cloison.Storage.Databases.Session> change)
    {
        await Server.Control.WriteAsync(change, Ct);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task<int> StatusAsync(Browser browser, string path)
    {
        using var response = await browser.SendAsync(HttpMethod.Get, path);
        return (int)response.StatusCode;
    }
}

public sealed class GlassOnSqlite(WallsInSqlite place) : GlassContract(place), IClassFixture<WallsInSqlite>;

public sealed class GlassOnPostgres(WallsInPostgres place) : GlassContract(place), IClassFixture<WallsInPostgres>;
