using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.ServerTests.Databases;

namespace Cloison.ServerTests.People;

public abstract class PasskeyContract(DatabaseUnderTest kind) : PeopleContract(kind)
{
    private string Origin => $"http://localhost:{Node.Port}";

    [Fact]
    public async Task A_passkey_signs_in_without_an_email_until_it_is_removed()
    {
        var ada = await Node.SetUpAsync();
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        var added = await AddAsync(ada, authenticator);
        Assert.Equal("phone", Assert.Single(await ada.GetAsync<List<PasskeySummary>>("/api/me/passkeys")).Name);

        var browser = Node.Browser();
        Assert.Equal("Ada", (await browser.PostAsync<Me>("/api/passkeys/sign-in", await AnswerAsync(browser, authenticator))).DisplayName);
        Assert.Equal("Ada", (await browser.GetAsync<Me>("/api/me")).DisplayName);

        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        Assert.Equal((404, "not_found"), await bob.RefusalAsync(HttpMethod.Delete, $"/api/me/passkeys/{added.Id}"));
        await ada.DoAsync(HttpMethod.Delete, $"/api/me/passkeys/{added.Id}");
        Assert.Equal(Refused, await browser.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", await AnswerAsync(browser, authenticator)));
    }

    [Fact]
    public async Task An_answer_counts_once_for_five_minutes_and_on_every_node()
    {
        var ada = await Node.SetUpAsync();
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        await AddAsync(ada, authenticator);
        var browser = Node.Browser();
        var late = await AnswerAsync(browser, authenticator);
        Node.Clock.Advance(TimeSpan.FromMinutes(5.1));
        Assert.Equal(Refused, await browser.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", late));

        await using var other = await PeopleNode.StartAsync(Node.Control, Node.Clock, ("Cloison:PublicUrl", Origin));
        var there = other.Browser();
        var answer = await AnswerAsync(browser, authenticator);
        await there.PostAsync<Me>("/api/passkeys/sign-in", answer);
        Assert.Equal(Refused, await browser.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", answer));
        Assert.Equal(Refused, await browser.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", answer with { State = answer.State + "=" }));
    }

    [Fact]
    public async Task Another_origin_and_a_device_that_did_not_verify_its_owner_are_refused()
    {
        var ada = await Node.SetUpAsync();
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        await AddAsync(ada, authenticator);
        var browser = Node.Browser();
        foreach (var origin in new[] { "http://evil.localhost:1", $"https://localhost:{Node.Port}", "http://localhost:1", $"http://sub.localhost:{Node.Port}" })
        {
            authenticator.Origin = origin;
            Assert.Equal(Refused, await browser.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", await AnswerAsync(browser, authenticator)));
        }

        authenticator.Origin = Origin;
        authenticator.VerifiesUser = false;
        Assert.Equal(Refused, await browser.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", await AnswerAsync(browser, authenticator)));
        authenticator.VerifiesUser = true;
        await browser.PostAsync<Me>("/api/passkeys/sign-in", await AnswerAsync(browser, authenticator));
    }

    [Fact]
    public async Task A_challenge_serves_only_the_person_and_the_purpose_that_it_was_made_for()
    {
        var ada = await Node.SetUpAsync();
        var bob = await Node.JoinAsync(ada, "bob", Role.Annotator);
        using var authenticator = new SoftAuthenticator { Origin = Origin };
        var forAda = await ada.PostAsync<PasskeyChallenge>("/api/me/passkeys/challenge");
        var answer = new PasskeyAnswer(authenticator.Create(forAda.OptionsJson), forAda.State, "phone");

        Assert.Equal((400, "passkey.not_stored"), await bob.RefusalAsync(HttpMethod.Post, "/api/me/passkeys", answer));
        Assert.Equal(Refused, await bob.RefusalAsync(HttpMethod.Post, "/api/passkeys/sign-in", answer));
        Assert.Equal((400, "passkey.not_stored"), await ada.RefusalAsync(HttpMethod.Post, "/api/me/passkeys", answer with { State = "AAAA" }));
        await ada.PostAsync<PasskeySummary>("/api/me/passkeys", answer);
        Assert.Equal((400, "passkey.not_stored"), await ada.RefusalAsync(HttpMethod.Post, "/api/me/passkeys", answer));
    }

    [Fact]
    public async Task Without_an_address_of_our_own_there_are_no_passkeys()
    {
        var refused = await Node.Browser("127.0.0.1").RefusalAsync(HttpMethod.Post, "/api/passkeys/challenge");
        Assert.Equal((400, "passkey.unavailable"), refused);
    }

    private static (int, string?) Refused => (401, "passkey.refused");

    private static async Task<PasskeySummary> AddAsync(Browser browser, SoftAuthenticator authenticator)
    {
        var challenge = await browser.PostAsync<PasskeyChallenge>("/api/me/passkeys/challenge");
        return await browser.PostAsync<PasskeySummary>("/api/me/passkeys", new PasskeyAnswer(authenticator.Create(challenge.OptionsJson), challenge.State, "phone"));
    }

    private static async Task<PasskeyAnswer> AnswerAsync(Browser browser, SoftAuthenticator authenticator)
    {
        var challenge = await browser.PostAsync<PasskeyChallenge>("/api/passkeys/challenge");
        return new(authenticator.Get(challenge.OptionsJson), challenge.State);
    }
}

public sealed class PasskeysOnSqlite(SqliteUnderTest kind) : PasskeyContract(kind), IClassFixture<SqliteUnderTest>;

public sealed class PasskeysOnPostgres(PostgresUnderTest kind) : PasskeyContract(kind), IClassFixture<PostgresUnderTest>;
