using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.Walls;

namespace Cloison.ServerTests.People;

/// <summary>Customers, invitations, people and roles, and the walls between customers.</summary>
public abstract class MembershipContract(DatabaseUnderTest kind) : PeopleContract(kind)
{
    [Fact]
    public async Task An_invitation_lets_one_person_in_once()
    {
        var ada = await Node.SetUpAsync();
        var invitation = await ada.PostAsync<NewInvitation>("/api/invitations", new Invite("Bob@example.org", [Role.Annotator, Role.Reviewer]));
        Assert.StartsWith($"http://localhost:{Node.Port}/invite#", invitation.Link, StringComparison.Ordinal);
        var token = PeopleNode.TokenOf(invitation.Link);
        var bob = Node.Browser();

        var preview = await bob.PostAsync<InvitationPreview>("/api/invitations/look-up", new InvitationToken(token));
        // Who is to annotate reads the code name.
        Assert.Matches("^[a-z]+-[a-z]+$", preview.CustomerName);
        Assert.Equal(("Bob@example.org", false), (preview.Email, preview.HasAccount));
        Contracts.AcceptInvitation As(string email) => new(token, "Bob", email, "bob's rather long secret");
        Assert.Equal((403, "invitation.other_email"), await bob.RefusalAsync(HttpMethod.Post, "/api/invitations/accept", As("eve@example.org")));
        var me = await bob.PostAsync<Me>("/api/invitations/accept", As("bob@EXAMPLE.org"));

        Assert.Equal([Role.Annotator, Role.Reviewer], me.Roles);
        Assert.False(me.IsOperator);
        Assert.Equal((404, "invitation.gone"), await Node.Browser().RefusalAsync(HttpMethod.Post, "/api/invitations/accept", As("bob2@example.org")));
        Assert.Equal((404, "invitation.gone"), await bob.RefusalAsync(HttpMethod.Post, "/api/invitations/look-up", new InvitationToken(token)));
        Assert.Empty(await ada.GetAsync<List<InvitationSummary>>("/api/invitations"));
    }

    [Fact]
    public async Task Who_is_let_in_changed_removed_or_signs_in_stands_in_the_customers_access_log()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        await ada.DoAsync(HttpMethod.Put, $"/api/people/{bob.Me!.Person}/roles", new Contracts.SetRoles([Role.Lead, Role.Engineer]));
        await ada.DoAsync(HttpMethod.Delete, $"/api/people/{bob.Me.Person}");

        var (me, him) = (ada.Me!.Person, bob.Me.Person);
        Assert.All(Node.Logged, logged => Assert.Equal(ada.Me.Customer!.Id, logged.Customer));
        Assert.Equal(
            [
                ("login", me, null, null), ("grant", him, him.Text, "annotator"), ("login", him, null, null), ("grant", me, him.Text, "lead+engineer"), ("revoke", me, him.Text, null),
            ],
            Node.Logged.Select(l => (l.Entry.Type, l.Entry.Actor!.Value, l.Entry.Object, l.Entry.Decision)));
    }

    [Fact]
    public async Task Nobody_gets_a_session_or_other_roles_that_the_log_does_not_take()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        Node.LogFault = new LogUnavailableException("No room.");
        Assert.Equal(500, (int)(await ada.SendAsync(HttpMethod.Put, $"/api/people/{bob.Me!.Person}/roles", new Contracts.SetRoles([Role.Lead]))).StatusCode);
        using var again = await Node.Browser().SendAsync(HttpMethod.Post, "/api/sign-in", new SignIn("ada@example.org", PeopleNode.AdasPassword));
        Assert.Equal(500, (int)again.StatusCode);
        Assert.False(again.Headers.Contains("Set-Cookie"));
        Node.LogFault = null;
        Assert.Equal([Role.Annotator], (await ada.GetAsync<List<PersonSummary>>("/api/people")).Single(p => p.Id == bob.Me.Person).Roles);
    }

    [Fact]
    public async Task Of_two_people_with_the_same_link_one_gets_in()
    {
        var ada = await Node.SetUpAsync();
        var token = PeopleNode.TokenOf((await ada.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]))).Link);
        var responses = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Node.Browser().SendAsync(
            HttpMethod.Post, "/api/invitations/accept", new Contracts.AcceptInvitation(token, $"Twin {i}", $"twin{i}@example.org", "a twin's rather long secret"))));
        Assert.Single(responses, r => r.IsSuccessStatusCode);
        Assert.Equal(2, (await ada.GetAsync<List<PersonSummary>>("/api/people")).Count);
    }

    [Fact]
    public async Task An_invitation_ends_with_its_time_and_by_revoking()
    {
        var ada = await Node.SetUpAsync();
        var late = await ada.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]));
        Node.Clock.Advance(TimeSpan.FromHours(8));
        for (var i = 0; i < 8; i++)
        {
            await ada.GetAsync<Me>("/api/me");
            Node.Clock.Advance(TimeSpan.FromHours(8.1));
        }

        Assert.Equal((404, "invitation.gone"), await Node.Browser().RefusalAsync(HttpMethod.Post, "/api/invitations/look-up", new InvitationToken(PeopleNode.TokenOf(late.Link))));
        var revoked = await ada.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]));
        Assert.Equal(revoked.Id, Assert.Single(await ada.GetAsync<List<InvitationSummary>>("/api/invitations")).Id);
        await ada.DoAsync(HttpMethod.Delete, $"/api/invitations/{revoked.Id}");
        Assert.Equal((404, "invitation.gone"), await Node.Browser().RefusalAsync(HttpMethod.Post, "/api/invitations/look-up", new InvitationToken(PeopleNode.TokenOf(revoked.Link))));
    }

    [Fact]
    public async Task Who_has_an_account_signs_in_first_and_then_joins_with_it()
    {
        var ada = await Node.SetUpAsync();
        var rival = await Node.NewCustomerAsync(ada, "rival");
        var carol = await Node.JoinAsync(ada, "carol", Role.Annotator);
        await Agreed.BetweenAsync(Node.Control, ada.Me!.Customer!.Id, rival.Me!.Customer!.Id, Node.Clock.GetUtcNow());
        var link = PeopleNode.TokenOf((await rival.PostAsync<NewInvitation>("/api/invitations", new Invite("carol@example.org", [Role.Reviewer]))).Link);
        var stranger = Node.Browser();
        Assert.True((await stranger.PostAsync<InvitationPreview>("/api/invitations/look-up", new InvitationToken(link))).HasAccount);
        Assert.Equal(
            (409, "invitation.has_account"),
            await stranger.RefusalAsync(HttpMethod.Post, "/api/invitations/accept", new Contracts.AcceptInvitation(link, "Carol", "carol@example.org", "a stranger's long secret")));

        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        Assert.Equal((403, "invitation.other_email"), await bob.RefusalAsync(HttpMethod.Post, "/api/invitations/accept", new Contracts.AcceptInvitation(link)));
        var me = await carol.PostAsync<Me>("/api/invitations/accept", new Contracts.AcceptInvitation(link));
        Assert.Equal(rival.Me!.Customer!.Id, me.Customer?.Id);
        Assert.Equal([Role.Reviewer], me.Roles);
        Assert.Equal(2, me.Customers.Count);
    }

    [Fact]
    public async Task Switching_the_customer_makes_a_new_session_and_ends_the_old_one()
    {
        var ada = await Node.SetUpAsync();
        var carol = await Node.JoinAsync(ada, "carol", Role.Annotator);
        var (home, cookie) = (carol.Me!.Customer!.Id, carol.Cookie);
        var rival = await Node.NewCustomerAsync(ada, "rival");
        await Agreed.BetweenAsync(Node.Control, home, rival.Me!.Customer!.Id, Node.Clock.GetUtcNow());
        Assert.Equal((404, "not_found"), await carol.RefusalAsync(HttpMethod.Post, "/api/me/customer", new Contracts.SwitchCustomer(rival.Me!.Customer!.Id)));
        var link = PeopleNode.TokenOf((await rival.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Lead]))).Link);
        await carol.PostAsync<Me>("/api/invitations/accept", new Contracts.AcceptInvitation(link));

        var old = Node.Browser();
        old.Cookie = cookie;
        Assert.Equal((401, "session.required"), await old.RefusalAsync(HttpMethod.Get, "/api/me"));
        var before = carol.Cookie;
        var back = await carol.PostAsync<Me>("/api/me/customer", new Contracts.SwitchCustomer(home));
        Assert.Equal(home, back.Customer?.Id);
        Assert.NotEqual(before, carol.Cookie);
        old.Cookie = before;
        Assert.Equal((401, "session.required"), await old.RefusalAsync(HttpMethod.Get, "/api/me"));
        Assert.Single(await carol.GetAsync<List<SessionSummary>>("/api/me/sessions"));

        // The next sign-in begins where the last session was.
        var next = Node.Browser();
        Assert.Equal(home, (await next.PostAsync<Me>("/api/sign-in", new SignIn("carol@example.org", "carol's rather long secret"))).Customer?.Id);
    }

    [Fact]
    public async Task New_roles_count_at_once()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        Assert.Equal((403, "not_allowed"), await bob.RefusalAsync(HttpMethod.Get, "/api/people"));
        await ada.DoAsync(HttpMethod.Put, $"/api/people/{bob.Me!.Person}/roles", new Contracts.SetRoles([Role.Lead]));
        Assert.Equal(2, (await bob.GetAsync<List<PersonSummary>>("/api/people")).Count);
        await ada.DoAsync(HttpMethod.Put, $"/api/people/{bob.Me.Person}/roles", new Contracts.SetRoles([Role.Annotator]));
        Assert.Equal((403, "not_allowed"), await bob.RefusalAsync(HttpMethod.Get, "/api/people"));
    }

    [Fact]
    public async Task Who_is_removed_is_out_at_once_and_leaves_no_way_back()
    {
        var ada = await Node.SetUpAsync();
        var eve = await Node.JoinAsync(ada, "eve", Role.Administrator);
        var key = await eve.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("back door", KeyEnvironment.Live, [KeyScope.Read]));
        var link = PeopleNode.TokenOf((await eve.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Administrator]))).Link);
        using var program = Node.Browser();
        program.Headers.Authorization = new("Bearer", key.Secret);
        Assert.True((await program.SendAsync(HttpMethod.Get, "/probe/Read")).IsSuccessStatusCode);

        await ada.DoAsync(HttpMethod.Delete, $"/api/people/{eve.Me!.Person}");

        Assert.Equal((401, "session.required"), await eve.RefusalAsync(HttpMethod.Get, "/api/me"));
        Assert.Equal((401, "session.required"), await program.RefusalAsync(HttpMethod.Get, "/probe/Read"));
        var again = Node.Browser();
        Assert.Equal((404, "invitation.gone"), await again.RefusalAsync(HttpMethod.Post, "/api/invitations/look-up", new InvitationToken(link)));
        // The account is still his own; it only has no customer.
        Assert.Null((await again.PostAsync<Me>("/api/sign-in", new SignIn("eve@example.org", "eve's rather long secret"))).Customer);
        Assert.Equal((403, "customer.none"), await again.RefusalAsync(HttpMethod.Get, "/probe/Label"));
    }

    [Fact]
    public async Task A_customer_keeps_an_administrator_and_nobody_changes_his_own_roles()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Administrator);
        var (adaId, bobId) = (ada.Me!.Person, bob.Me!.Person);
        Assert.Equal((403, "people.own_roles"), await ada.RefusalAsync(HttpMethod.Put, $"/api/people/{adaId}/roles", new Contracts.SetRoles([Role.Administrator, Role.Lead])));

        // Each takes the other's role away, at the same time: one of them stays.
        var both = await Task.WhenAll(
            ada.SendAsync(HttpMethod.Put, $"/api/people/{bobId}/roles", new Contracts.SetRoles([Role.Annotator])),
            bob.SendAsync(HttpMethod.Put, $"/api/people/{adaId}/roles", new Contracts.SetRoles([Role.Annotator])));
        Assert.Single(both, r => r.IsSuccessStatusCode);
        var (winner, id) = both[0].IsSuccessStatusCode ? (ada, adaId) : (bob, bobId);
        Assert.Single(await winner.GetAsync<List<PersonSummary>>("/api/people"), p => p.Roles.Contains(Role.Administrator));
        Assert.Equal((409, "people.last_administrator"), await winner.RefusalAsync(HttpMethod.Delete, $"/api/people/{id}"));
    }

    [Fact]
    public async Task Nobody_reaches_over_the_wall()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        var key = await ada.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("ci", KeyEnvironment.Live, [KeyScope.Read]));
        var invitation = await ada.PostAsync<NewInvitation>("/api/invitations", new Invite(null, [Role.Annotator]));
        var rival = await Node.NewCustomerAsync(ada, "rival");

        Assert.Equal(rival.Me!.Person, Assert.Single(await rival.GetAsync<List<PersonSummary>>("/api/people")).Id);
        Assert.Empty(await rival.GetAsync<List<ApiKeySummary>>("/api/keys"));
        Assert.Empty(await rival.GetAsync<List<InvitationSummary>>("/api/invitations"));
        var gone = (404, (string?)"not_found");
        Assert.Equal(gone, await rival.RefusalAsync(HttpMethod.Put, $"/api/people/{bob.Me!.Person}/roles", new Contracts.SetRoles([Role.Lead])));
        Assert.Equal(gone, await rival.RefusalAsync(HttpMethod.Delete, $"/api/people/{bob.Me.Person}"));
        Assert.Equal(gone, await rival.RefusalAsync(HttpMethod.Delete, $"/api/keys/{key.Id}"));
        Assert.Equal(gone, await rival.RefusalAsync(HttpMethod.Delete, $"/api/invitations/{invitation.Id}"));
        Assert.Equal(gone, await rival.RefusalAsync(HttpMethod.Delete, $"/api/people/{PersonId.New(DateTimeOffset.UnixEpoch)}"));
        // The operator who made the customer has no part in it, and a customer's administrator makes no customers.
        Assert.Equal((403, "not_allowed"), await rival.RefusalAsync(HttpMethod.Get, "/api/customers"));
        Assert.Equal(["Analytical Engines", "rival"], (await ada.GetAsync<List<CustomerStanding>>("/api/customers")).Select(c => c.Name));
        Assert.DoesNotContain((await ada.GetAsync<Me>("/api/me")).Customers, c => c.Name == "rival");
    }
}

public sealed class MembershipOnSqlite(SqliteUnderTest kind) : MembershipContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class MembershipOnPostgres(PostgresUnderTest kind) : MembershipContract(kind), IClassFixture<PostgresUnderTest>;
