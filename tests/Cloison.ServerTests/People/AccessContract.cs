using System.Text;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Databases;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Cloison.ServerTests.People;

/// <summary>Policies, keys, the check of origins, and what other nodes see.</summary>
public abstract class AccessContract(DatabaseUnderTest kind) : PeopleContract(kind)
{
    [Fact]
    public async Task Every_role_opens_exactly_the_policies_that_name_it()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        foreach (var role in Enum.GetValues<Role>())
        {
            await ada.DoAsync(HttpMethod.Put, $"/api/people/{bob.Me!.Person}/roles", new Contracts.SetRoles([role]));
            foreach (var (policy, allowed) in Policies.InCompartment)
            {
                using var response = await bob.SendAsync(HttpMethod.Get, $"/probe/{policy}");
                var may = role == Role.Administrator || allowed.Roles.Contains(role);
                Assert.True((int)response.StatusCode == (may ? 200 : 403), $"{role} at {policy}: {(int)response.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task Every_scope_opens_exactly_the_policies_that_name_it()
    {
        var ada = await Node.SetUpAsync();
        foreach (var scope in Enum.GetValues<KeyScope>())
        {
            using var program = await ProgramAsync(ada, scope);
            foreach (var (policy, allowed) in Policies.InCompartment)
            {
                using var response = await program.SendAsync(HttpMethod.Post, $"/probe/{policy}");
                Assert.True((int)response.StatusCode == (allowed.Scope == scope ? 200 : 403), $"{scope} at {policy}: {(int)response.StatusCode}");
            }

            Assert.Equal((403, "not_allowed"), await program.RefusalAsync(HttpMethod.Get, "/api/me"));
            Assert.Equal((403, "not_allowed"), await program.RefusalAsync(HttpMethod.Get, "/api/customers"));
        }
    }

    [Fact]
    public async Task A_key_works_as_bearer_and_as_basic_user_name_and_ends_when_revoked_or_expired()
    {
        var ada = await Node.SetUpAsync();
        var key = await ada.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("ci", KeyEnvironment.Test, [KeyScope.Read], Node.Clock.GetUtcNow().AddHours(1)));
        Assert.Matches("^cl_test_[0-9A-Za-z]{12}_[0-9A-Za-z]{43}_[0-9a-f]{8}$", key.Secret);
        using var program = Node.Browser();
        program.Headers.Remove("X-Cloison");
        program.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{key.Secret}:")));
        Assert.True((await program.SendAsync(HttpMethod.Post, "/probe/Read")).IsSuccessStatusCode);
        program.Headers.Authorization = new("Bearer", key.Secret);
        Assert.True((await program.SendAsync(HttpMethod.Post, "/probe/Read")).IsSuccessStatusCode);
        var summary = Assert.Single(await ada.GetAsync<List<ApiKeySummary>>("/api/keys"));
        Assert.StartsWith(summary.Prefix, key.Secret, StringComparison.Ordinal);
        Assert.Equal((20, true), (summary.Prefix.Length, summary.LastUsedAt is not null));

        // Never in the address, and a wrong key is not made good by a session's cookie.
        Assert.Equal((401, "session.required"), await Node.Browser().RefusalAsync(HttpMethod.Get, $"/probe/Read?api_key={key.Secret}"));
        program.Cookie = ada.Cookie;
        program.Headers.Authorization = new("Bearer", key.Secret[..^1] + (key.Secret[^1] == '0' ? '1' : '0'));
        Assert.Equal((401, "session.required"), await program.RefusalAsync(HttpMethod.Get, "/probe/Read"));
        program.Cookie = null;

        program.Headers.Authorization = new("Bearer", key.Secret);
        Node.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal((401, "session.required"), await program.RefusalAsync(HttpMethod.Get, "/probe/Read"));
        await ada.DoAsync(HttpMethod.Post, "/api/me/proof", new ProvePassword(PeopleNode.AdasPassword));
        using var other = await ProgramAsync(ada, KeyScope.Read);
        Assert.True((await other.SendAsync(HttpMethod.Get, "/probe/Read")).IsSuccessStatusCode);
        await ada.DoAsync(HttpMethod.Delete, $"/api/keys/{(await ada.GetAsync<List<ApiKeySummary>>("/api/keys"))[0].Id}");
        Assert.Equal((401, "session.required"), await other.RefusalAsync(HttpMethod.Get, "/probe/Read"));
    }

    [Fact]
    public async Task A_key_cannot_widen_itself_and_ends_with_the_role_of_its_maker()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Administrator);
        using var program = await ProgramAsync(bob, KeyScope.Administer);
        Assert.Equal((403, "key.too_many_scopes"), await program.RefusalAsync(HttpMethod.Post, "/api/keys", new NewApiKey("more", KeyEnvironment.Live, [KeyScope.Administer, KeyScope.Export])));
        Assert.Equal((403, "people.own_roles"), await program.RefusalAsync(HttpMethod.Put, $"/api/people/{bob.Me!.Person}/roles", new Contracts.SetRoles([Role.Lead])));
        await ada.DoAsync(HttpMethod.Put, $"/api/people/{bob.Me.Person}/roles", new Contracts.SetRoles([Role.Lead]));
        Assert.Equal((401, "session.required"), await program.RefusalAsync(HttpMethod.Get, "/api/keys"));
    }

    [Fact]
    public async Task What_another_site_makes_a_browser_send_is_refused()
    {
        var ada = await Node.SetUpAsync();
        var wrong = (403, (string?)"request.wrong_origin");
        ada.Headers.Remove("X-Cloison");
        Assert.Equal(wrong, await ada.RefusalAsync(HttpMethod.Post, "/probe/Read"));
        Assert.Equal(wrong, await ada.RefusalAsync(HttpMethod.Post, "/api/sign-out"));
        Assert.True((await ada.SendAsync(HttpMethod.Get, "/probe/Read")).IsSuccessStatusCode);
        ada.Headers.Add("X-Cloison", "1");
        foreach (var site in new[] { "cross-site", "same-site" })
        {
            ada.Headers.Add("Sec-Fetch-Site", site);
            Assert.Equal(wrong, await ada.RefusalAsync(HttpMethod.Post, "/probe/Read"));
            ada.Headers.Remove("Sec-Fetch-Site");
        }

        ada.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.True((await ada.SendAsync(HttpMethod.Post, "/probe/Read")).IsSuccessStatusCode);
        // Nobody is signed in by another site either.
        var victim = Node.Browser();
        victim.Headers.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(wrong, await victim.RefusalAsync(HttpMethod.Post, "/api/sign-in", new SignIn("ada@example.org", PeopleNode.AdasPassword)));
    }

    [Fact]
    public async Task A_route_without_a_policy_is_refused_to_everybody()
    {
        var ada = await Node.SetUpAsync();
        Assert.Equal((403, "not_allowed"), await ada.RefusalAsync(HttpMethod.Get, "/probe/forgotten"));
        Assert.Equal((403, "not_allowed"), await ada.RefusalAsync(HttpMethod.Get, "/probe/unnamed"));
        Assert.Equal((401, "session.required"), await Node.Browser().RefusalAsync(HttpMethod.Get, "/probe/forgotten"));
        Assert.Equal((404, "not_found"), await Node.Browser().RefusalAsync(HttpMethod.Get, "/probe/no-such-route"));
    }

    [Fact]
    public void Every_route_of_the_feature_names_a_policy_or_says_why_it_is_public()
    {
        var routes = Node.Endpoints.OfType<RouteEndpoint>().Where(e => e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(35, routes.Count);
        Assert.All(routes, route =>
        {
            var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).ToList();
            var isPublic = route.Metadata.GetMetadata<PublicRoute>() is { Reason.Length: > 0 };
            Assert.True(isPublic ? policies.Count == 0 : policies is [{ Length: > 0 }], route.DisplayName);
        });
    }

    [Fact]
    public async Task A_revocation_counts_on_another_node_within_a_second()
    {
        var ada = await Node.SetUpAsync();
        await using var other = await PeopleNode.StartAsync(Node.Control, Node.Clock);
        var there = other.Browser();
        there.Cookie = ada.Cookie;
        Assert.True((await there.SendAsync(HttpMethod.Get, "/probe/Read")).IsSuccessStatusCode);
        await ada.DoAsync(HttpMethod.Post, "/api/sign-out");
        Node.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((401, "session.required"), await there.RefusalAsync(HttpMethod.Get, "/probe/Read"));
    }

    [Fact]
    public async Task Without_https_nobody_signs_in_unless_the_operator_says_so()
    {
        await Node.SetUpAsync();
        var right = new SignIn("ada@example.org", PeopleNode.AdasPassword);
        using var remote = Node.Browser("label.example");
        Assert.Equal((400, "sign_in.insecure_transport"), await remote.RefusalAsync(HttpMethod.Post, "/api/sign-in", right));
        Assert.Null(remote.Cookie);

        await using var lax = await PeopleNode.StartAsync(Node.Control, Node.Clock, ("Cloison:AllowPlainHttp", "true"));
        using var plain = lax.Browser("label.example");
        using var response = await plain.SendAsync(HttpMethod.Post, "/api/sign-in", right);
        Assert.StartsWith("cloison=", plain.SetCookie, StringComparison.Ordinal);
        Assert.DoesNotContain("secure", plain.SetCookie, StringComparison.OrdinalIgnoreCase);
        Assert.True((await plain.SendAsync(HttpMethod.Get, "/probe/Read")).IsSuccessStatusCode);
        // The same cookie is worth nothing where plain http is not allowed.
        remote.Cookie = plain.Cookie;
        Assert.Equal((401, "session.required"), await remote.RefusalAsync(HttpMethod.Get, "/probe/Read"));
    }

    [Fact]
    public async Task One_address_cannot_try_for_ever()
    {
        var browser = Node.Browser();
        var statuses = new List<int>();
        for (var i = 0; i < 130; i++)
        {
            using var response = await browser.SendAsync(HttpMethod.Post, "/api/invitations/look-up", new InvitationToken("guess"));
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal(404, statuses[0]);
        Assert.Contains(429, statuses);
    }

    private async Task<Browser> ProgramAsync(Browser administrator, params KeyScope[] scopes)
    {
        var key = await administrator.PostAsync<CreatedApiKey>("/api/keys", new NewApiKey("program", KeyEnvironment.Live, scopes));
        var program = Node.Browser();
        program.Headers.Remove("X-Cloison");
        program.Headers.Authorization = new("Bearer", key.Secret);
        return program;
    }
}

public sealed class AccessOnSqlite(SqliteUnderTest kind) : AccessContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class AccessOnPostgres(PostgresUnderTest kind) : AccessContract(kind), IClassFixture<PostgresUnderTest>;
