using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Features.People;
using Cloison.ServerTests.Databases;

namespace Cloison.ServerTests.People;

/// <summary>Setting up, signing in and out, sessions, passwords.</summary>
public abstract class SignInContract(DatabaseUnderTest kind) : PeopleContract(kind)
{
    private const string Ada = "ada@example.org";

    private static SignIn Right => new(Ada, PeopleNode.AdasPassword);

    private static SignIn Wrong => new(Ada, "a wrong but long password");

    [Fact]
    public async Task The_first_person_needs_the_printed_token_and_comes_only_once()
    {
        var browser = Node.Browser();
        Assert.True((await browser.GetAsync<SetupState>("/api/setup")).Needed);
        var old = await SetupToken.EnsureAsync(Node.Control, Ct);
        var token = await SetupToken.EnsureAsync(Node.Control, Ct);
        SetUp With(string? t) => new(t!, "Ada", Ada, PeopleNode.AdasPassword, "Analytical Engines");

        Assert.Equal((403, "setup.token_wrong"), await browser.RefusalAsync(HttpMethod.Post, "/api/setup", With("guess")));
        Assert.Equal((403, "setup.token_wrong"), await browser.RefusalAsync(HttpMethod.Post, "/api/setup", With(old)));
        var me = await browser.PostAsync<Me>("/api/setup", With(token));

        Assert.True(me.IsOperator);
        Assert.Equal([Role.Administrator], me.Roles);
        Assert.Equal("Analytical Engines", me.Customer?.Name);
        Assert.Equal(me.Customer!.Id, Assert.Single(Node.MadeCompartments));
        Assert.Equal("Ada", (await browser.GetAsync<Me>("/api/me")).DisplayName);
        Assert.False((await browser.GetAsync<SetupState>("/api/setup")).Needed);
        Assert.Equal((409, "setup.done"), await Node.Browser().RefusalAsync(HttpMethod.Post, "/api/setup", With(token)));
        Assert.Null(await SetupToken.EnsureAsync(Node.Control, Ct));
    }

    [Fact]
    public async Task A_session_begins_with_the_password_and_ends_with_signing_out()
    {
        await Node.SetUpAsync();
        var browser = Node.Browser();
        Assert.Equal((401, "session.required"), await browser.RefusalAsync(HttpMethod.Get, "/api/me"));
        Assert.Equal((401, "sign_in.failed"), await browser.RefusalAsync(HttpMethod.Post, "/api/sign-in", Wrong));
        Assert.Equal((401, "sign_in.failed"), await browser.RefusalAsync(HttpMethod.Post, "/api/sign-in", Right with { Email = "nobody@example.org" }));

        await browser.PostAsync<Me>("/api/sign-in", Right with { Email = " ADA@example.org " });
        Assert.StartsWith("__Host-cloison=", browser.SetCookie, StringComparison.Ordinal);
        foreach (var attribute in new[] { "secure", "httponly", "samesite=lax", "path=/" })
            Assert.Contains(attribute, browser.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", browser.SetCookie, StringComparison.OrdinalIgnoreCase);
        await browser.GetAsync<Me>("/api/me");

        var cookie = browser.Cookie;
        await browser.DoAsync(HttpMethod.Post, "/api/sign-out");
        Assert.Null(browser.Cookie);
        browser.Cookie = cookie;
        Assert.Equal((401, "session.required"), await browser.RefusalAsync(HttpMethod.Get, "/api/me"));
    }

    [Fact]
    public async Task Signing_in_again_replaces_the_session_of_the_browser()
    {
        var browser = await Node.SetUpAsync();
        var before = browser.Cookie;
        await browser.PostAsync<Me>("/api/sign-in", Right);

        Assert.NotEqual(before, browser.Cookie);
        Assert.Single(await browser.GetAsync<List<SessionSummary>>("/api/me/sessions"));
        var old = Node.Browser();
        old.Cookie = before;
        Assert.Equal((401, "session.required"), await old.RefusalAsync(HttpMethod.Get, "/api/me"));
    }

    [Fact]
    public async Task A_session_ends_after_twelve_idle_hours_and_after_thirty_days()
    {
        var browser = await Node.SetUpAsync();
        Node.Clock.Advance(TimeSpan.FromHours(11.9));
        await browser.GetAsync<Me>("/api/me");
        Node.Clock.Advance(TimeSpan.FromHours(11.9));
        await browser.GetAsync<Me>("/api/me");
        Node.Clock.Advance(TimeSpan.FromHours(12.1));
        Assert.Equal((401, "session.required"), await browser.RefusalAsync(HttpMethod.Get, "/api/me"));

        await browser.PostAsync<Me>("/api/sign-in", Right);
        for (var i = 0; i < 71; i++)
        {
            Node.Clock.Advance(TimeSpan.FromHours(10));
            await browser.GetAsync<Me>("/api/me");
        }

        Node.Clock.Advance(TimeSpan.FromHours(10.1));
        Assert.Equal((401, "session.required"), await browser.RefusalAsync(HttpMethod.Get, "/api/me"));
    }

    [Fact]
    public async Task Wrong_passwords_lock_the_account_also_for_the_right_one_for_a_while()
    {
        await Node.SetUpAsync();
        var browser = Node.Browser();
        for (var i = 0; i < SignInLock.Free; i++)
            await browser.RefusalAsync(HttpMethod.Post, "/api/sign-in", Wrong);
        Assert.Equal((401, "sign_in.failed"), await browser.RefusalAsync(HttpMethod.Post, "/api/sign-in", Right));
        Node.Clock.Advance(TimeSpan.FromSeconds(31));
        await browser.RefusalAsync(HttpMethod.Post, "/api/sign-in", Wrong);
        Node.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal((401, "sign_in.failed"), await browser.RefusalAsync(HttpMethod.Post, "/api/sign-in", Right));
        Node.Clock.Advance(TimeSpan.FromSeconds(30));
        await browser.PostAsync<Me>("/api/sign-in", Right);
    }

    [Fact]
    public async Task Guesses_that_come_at_once_meet_the_same_lock()
    {
        await Node.SetUpAsync();
        var guesses = Enumerable.Range(0, 10).Select(_ => Node.Browser().RefusalAsync(HttpMethod.Post, "/api/sign-in", Wrong));
        await Task.WhenAll(guesses);
        var failures = await Node.Control.ReadAsync(db => db.Scalar<long>("SELECT failed_sign_ins FROM persons"), Ct);
        Assert.Equal(SignInLock.Free, failures);
    }

    [Fact]
    public async Task A_new_password_needs_the_old_one_and_ends_all_other_sessions()
    {
        var browser = await Node.SetUpAsync();
        var elsewhere = Node.Browser();
        await elsewhere.PostAsync<Me>("/api/sign-in", Right);
        const string next = "another zebra paper clip";

        Assert.Equal((403, "password.wrong"), await browser.RefusalAsync(HttpMethod.Post, "/api/me/password", new Contracts.ChangePassword("wrong", next)));
        Assert.Equal((400, "input.invalid"), await browser.RefusalAsync(HttpMethod.Post, "/api/me/password", new Contracts.ChangePassword(PeopleNode.AdasPassword, "short")));
        await elsewhere.GetAsync<Me>("/api/me");
        await browser.DoAsync(HttpMethod.Post, "/api/me/password", new Contracts.ChangePassword(PeopleNode.AdasPassword, next));

        await browser.GetAsync<Me>("/api/me");
        Assert.Equal((401, "session.required"), await elsewhere.RefusalAsync(HttpMethod.Get, "/api/me"));
        Assert.Equal((401, "sign_in.failed"), await elsewhere.RefusalAsync(HttpMethod.Post, "/api/sign-in", Right));
        await elsewhere.PostAsync<Me>("/api/sign-in", Right with { Password = next });
    }

    [Fact]
    public async Task Sessions_are_listed_and_ended_one_by_one_and_together()
    {
        var browser = await Node.SetUpAsync();
        var (second, third) = (Node.Browser(), Node.Browser());
        second.Headers.UserAgent.ParseAdd("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
        await second.PostAsync<Me>("/api/sign-in", Right);
        await third.PostAsync<Me>("/api/sign-in", Right);

        var sessions = await browser.GetAsync<List<SessionSummary>>("/api/me/sessions");
        Assert.Equal(3, sessions.Count);
        Assert.Single(sessions, s => s.IsCurrent);
        var firefox = Assert.Single(sessions, s => s.Device == "Firefox, Linux");
        await browser.DoAsync(HttpMethod.Delete, $"/api/me/sessions/{firefox.Id}");
        Assert.Equal((401, "session.required"), await second.RefusalAsync(HttpMethod.Get, "/api/me"));
        await browser.DoAsync(HttpMethod.Delete, "/api/me/sessions");
        Assert.Equal((401, "session.required"), await third.RefusalAsync(HttpMethod.Get, "/api/me"));
        await browser.GetAsync<Me>("/api/me");

        var stranger = await Node.JoinAsync(browser, "bob", Role.Annotator);
        Assert.Equal((404, "not_found"), await stranger.RefusalAsync(HttpMethod.Delete, $"/api/me/sessions/{sessions.Single(s => s.IsCurrent).Id}"));
    }

    [Fact]
    public async Task A_person_keeps_his_tastes()
    {
        var browser = await Node.SetUpAsync();
        await browser.DoAsync(HttpMethod.Patch, "/api/me", new Contracts.UpdateMe(Language: "de", Theme: "dark", Hotkeys: new Dictionary<string, string> { ["submit"] = "Ctrl+Enter" }));
        await browser.DoAsync(HttpMethod.Patch, "/api/me", new Contracts.UpdateMe(DisplayName: "Ada L."));
        var me = await browser.GetAsync<Me>("/api/me");
        Assert.Equal(("Ada L.", "de", "dark", "Ctrl+Enter"), (me.DisplayName, me.Language, me.Theme, me.Hotkeys?["submit"]));
        Assert.Equal((400, "input.invalid"), await browser.RefusalAsync(HttpMethod.Patch, "/api/me", new Contracts.UpdateMe(Theme: "url(x)", Language: "<x>")));
    }

    [Fact]
    public async Task No_secret_is_stored_or_logged()
    {
        var browser = await Node.SetUpAsync();
        var key = await browser.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("ci", KeyEnvironment.Test, [KeyScope.Read]));
        var invitation = await browser.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]));
        var secrets = new[] { browser.Cookie!.Split('=', 2)[1], key.Secret, PeopleNode.TokenOf(invitation.Link), PeopleNode.AdasPassword };
        using var program = Node.Browser();
        program.Headers.Authorization = new("Bearer", key.Secret);
        await program.SendAsync(HttpMethod.Get, "/probe/Read");

        var stored = await Node.Control.ReadAsync(
            db => string.Join('\n', new[] { "persons", "sessions", "api_keys", "invitations", "customers", "settings" }.SelectMany(table => db.List(
                $"SELECT * FROM {table}",
                row => string.Join('|', Enumerable.Range(0, row.FieldCount).Select(i => row.GetValue(i) is byte[] b ? System.Text.Encoding.Latin1.GetString(b) : row.GetValue(i).ToString()))))),
            Ct);
        foreach (var secret in secrets)
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(Node.Logs.Lines, line => line.Contains(secret, StringComparison.Ordinal));
        }

        // The customer's name is content of a kind: sealed. The person's name proves that this test reads the tables.
        Assert.DoesNotContain("Analytical", stored, StringComparison.Ordinal);
        Assert.Contains("Ada", stored, StringComparison.Ordinal);
    }
}

public sealed class SignInOnSqlite(SqliteUnderTest kind) : SignInContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class SignInOnPostgres(PostgresUnderTest kind) : SignInContract(kind), IClassFixture<PostgresUnderTest>;
