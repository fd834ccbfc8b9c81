using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;

namespace Cloison.ServerTests.Security;

/// <summary>What outlives a session is made by who has just proved that it is he; and what signing in tells a stranger.</summary>
public abstract class RecentProofContract(DatabaseUnderTest kind) : PeopleContract(kind)
{
    private static NewApiKey Key => new("ci", KeyEnvironment.Test, [KeyScope.Read]);

    [Fact]
    public async Task After_ten_minutes_a_key_and_a_passkey_need_the_password_again()
    {
        var ada = await Node.SetUpAsync();
        await ada.PostAsync<CreatedApiKey>("/api/keys", Key);
        await ada.PostAsync<PasskeyChallenge>("/api/me/passkeys/challenge");
        Node.Clock.Advance(TimeSpan.FromMinutes(10.1));
        Assert.Equal((403, "session.proof_needed"), await ada.RefusalAsync(HttpMethod.Post, "/api/keys", Key));
        Assert.Equal((403, "session.proof_needed"), await ada.RefusalAsync(HttpMethod.Post, "/api/me/passkeys/challenge"));
        Assert.Equal((403, "session.proof_needed"), await ada.RefusalAsync(HttpMethod.Post, "/api/me/passkeys", new PasskeyAnswer("{}", "x")));
        // Everything else goes on.
        await ada.GetAsync<List<ApiKeySummary>>("/api/keys");

        Assert.Equal((403, "password.wrong"), await ada.RefusalAsync(HttpMethod.Post, "/api/me/proof", new ProvePassword("a wrong but long password")));
        Assert.Equal((403, "session.proof_needed"), await ada.RefusalAsync(HttpMethod.Post, "/api/keys", Key));
        await ada.DoAsync(HttpMethod.Post, "/api/me/proof", new ProvePassword(PeopleNode.AdasPassword));
        await ada.PostAsync<CreatedApiKey>("/api/keys", Key);
    }

    [Fact]
    public async Task Changing_sides_proves_nothing_and_proof_is_of_one_session()
    {
        var ada = await Node.SetUpAsync();
        var elsewhere = Node.Browser();
        elsewhere.Me = await elsewhere.PostAsync<Me>("/api/sign-in", new SignIn("ada@example.org", PeopleNode.AdasPassword));
        Node.Clock.Advance(TimeSpan.FromMinutes(10.1));
        await ada.DoAsync(HttpMethod.Post, "/api/me/proof", new ProvePassword(PeopleNode.AdasPassword));
        await elsewhere.PostAsync<Me>("/api/me/customer", new SwitchCustomer(elsewhere.Me.Customer!.Id));
        Assert.Equal((403, "session.proof_needed"), await elsewhere.RefusalAsync(HttpMethod.Post, "/api/keys", Key));
        await ada.PostAsync<CreatedApiKey>("/api/keys", Key);
    }

    [Fact]
    public async Task Guessing_at_the_proof_meets_the_lock_of_signing_in()
    {
        var ada = await Node.SetUpAsync();
        for (var i = 0; i < 5; i++)
            await ada.RefusalAsync(HttpMethod.Post, "/api/me/proof", new ProvePassword("a wrong but long password"));
        Assert.Equal((403, "password.wrong"), await ada.RefusalAsync(HttpMethod.Post, "/api/me/proof", new ProvePassword(PeopleNode.AdasPassword)));
    }

    [Fact]
    public async Task An_unknown_e_mail_a_wrong_password_a_locked_and_a_closed_account_are_answered_alike()
    {
        var ada = await Node.SetUpAsync();
        await Node.JoinAsync(ada, "bob", Role.Annotator);
        await Node.Control.WriteAsync(db => db.Execute("UPDATE persons SET disabled_at = 1 WHERE email = 'bob@example.org'"), Ct);
        var answers = new HashSet<string>(StringComparer.Ordinal);
        var stranger = Node.Browser();
        foreach (var signIn in (SignIn[])
        [
            new("nobody@example.org", "a wrong but long password"), new("ada@example.org", "a wrong but long password"), new("bob@example.org", "bob's rather long secret"),
            new("", ""), new("ada@example.org", new string('a', 10_000)), .. Enumerable.Repeat(new SignIn("ada@example.org", "a wrong but long password"), 5), new("ada@example.org", PeopleNode.AdasPassword),
        ])
        {
            using var response = await stranger.SendAsync(HttpMethod.Post, "/api/sign-in", signIn);
            var headers = string.Join('|', response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not "Date").Select(h => $"{h.Key}={string.Join(',', h.Value)}"));
            answers.Add($"{(int)response.StatusCode}|{headers}|{await response.Content.ReadAsStringAsync(Ct)}");
        }

        Assert.Single(answers);
        Assert.Contains("sign_in.failed", answers.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Annotators_read_a_code_name_and_who_runs_the_work_the_name()
    {
        var ada = await Node.SetUpAsync();
        var invitation = await ada.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]));
        var preview = await Node.Browser().PostAsync<InvitationPreview>("/api/invitations/look-up", new InvitationToken(PeopleNode.TokenOf(invitation.Link)));
        Assert.DoesNotContain("Analytical", preview.CustomerName, StringComparison.Ordinal);
        foreach (var (name, role, isBlind) in new[] { ("bob", Role.Annotator, true), ("eve", Role.Reviewer, true), ("joe", Role.Lead, false), ("kim", Role.Engineer, false) })
        {
            var person = await Node.JoinAsync(ada, name, role);
            var me = await person.GetAsync<Me>("/api/me");
            Assert.Equal((role, isBlind), (role, me.Customer!.Name != "Analytical Engines"));
            Assert.Equal(me.Customer.Name, me.Customers.Single().Name);
        }

        // Unless the customer wants it otherwise.
        await Node.Control.WriteAsync(db => db.Execute("UPDATE customers SET shows_name = 1"), Ct);
        var late = await Node.JoinAsync(ada, "zoe", Role.Annotator);
        Assert.Equal("Analytical Engines", late.Me!.Customer!.Name);
    }
}

public sealed class RecentProofOnSqlite(SqliteUnderTest kind) : RecentProofContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class RecentProofOnPostgres(PostgresUnderTest kind) : RecentProofContract(kind), IClassFixture<PostgresUnderTest>;
