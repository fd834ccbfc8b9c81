using System.Text;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Custody;
using Cloison.Storage.Custody.Agents;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Signatures;

namespace Cloison.ServerTests.Custody;

/// <summary>No receipt, no key: what a key agent gives, and everything that it does not.</summary>
public sealed class KeyAgentTests : IAsyncLifetime
{
    private static readonly byte[] Root = Samples.Bytes(32, "root");
    private readonly TestClock clock = new();
    private readonly CustomerId customer = CustomerId.New(Samples.Now);
    private readonly Ed25519Key serverKey = Ed25519Key.FromSeed(Samples.Bytes(32, "server"));
    private readonly HttpClient http = AgentHttp.New(new(PrivateAddresses: true));
    private TestLogs logs = null!;
    private AgentUnderTest agent = null!;
    private byte[] wrapped = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private CustodyContext Context => new(CompartmentName.Of(customer), 1, new("label", PersonId.New(Samples.Now)));

    private string Subject => UnwrapIntent.Subject(Context.Compartment, 1);

    private TestLog Log => logs.Of(customer);

    public async ValueTask InitializeAsync()
    {
        logs = new(clock);
        agent = await AgentUnderTest.StartAsync(customer, serverKey.PublicKey, Log.Key, clock);
        wrapped = await Custodian().WrapAsync(Root, Context, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await agent.DisposeAsync();
        http.Dispose();
        serverKey.Dispose();
    }

    [Fact]
    public async Task With_a_receipt_the_root_comes_back_and_the_agents_record_says_so()
    {
        for (var time = 1; time <= 3; time++)
        {
            // Entries of others in between: the checkpoint must be shown to extend the last one.
            Log.Append("something else"u8.ToArray());
            Assert.Equal(Root, await UnwrapAsync());
        }

        Assert.Equal(["wrapped", "given", "given", "given"], agent.Outcomes());
        Assert.True(agent.Folder.IsAuditWhole());
        Assert.DoesNotContain(Convert.ToBase64String(Root), string.Concat(agent.Folder.ReadAudit()), StringComparison.Ordinal);
        Assert.True(wrapped.AsSpan().IndexOf(Root) < 0);
    }

    [Fact]
    public async Task What_it_remembers_survives_its_process()
    {
        var receipt = Log.Make(Subject);
        Assert.Equal(Root, await UnwrapAsync(new Fixed(receipt)));
        await agent.StopAsync();
        await agent.StartAsync();
        Assert.Equal("used", await RefusalAsync(new Fixed(receipt)));
        // A log that begins anew behind its back is a fork.
        var other = new TestLog(Log.Key.Name, clock);
        other.Append("another history"u8.ToArray());
        Assert.Contains(await RefusalAsync(new Fixed(other.Make(Subject), other)), new[] { "fork", "consistency" });
        Assert.Equal(Root, await UnwrapAsync());
    }

    [Fact]
    public async Task A_receipt_counts_once_and_only_while_it_is_fresh()
    {
        var receipt = Log.Make(Subject);
        Assert.Equal(Root, await UnwrapAsync(new Fixed(receipt)));
        Assert.Equal("used", await RefusalAsync(new Fixed(receipt)));
        var old = Log.Make(Subject, at: clock.GetUtcNow() - TimeSpan.FromMinutes(6));
        Assert.Equal("used", await RefusalAsync(new Fixed(old, Log)));
    }

    [Fact]
    public async Task Forged_receipts_and_those_of_other_logs_tenants_and_subjects_are_refused()
    {
        var good = Log.Make(Subject);
        // Another entry than the one that is proven.
        var altered = good with { Entry = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(good.Entry).Replace("p1", "p2", StringComparison.Ordinal)) };
        Assert.Equal("receipt", await RefusalAsync(new Fixed(altered)));
        // Another place in the log.
        var moved = good with { Proof = good.Proof.Replace("index 0", "index 1", StringComparison.Ordinal) };
        Assert.Equal("receipt", await RefusalAsync(new Fixed(moved)));
        // A log of the same name that somebody else signs.
        Assert.Equal("receipt", await RefusalAsync(new Fixed(new TestLog(Log.Key.Name, clock, seed: 8).Make(Subject))));
        // The log of another customer of the same server.
        Assert.Equal("receipt", await RefusalAsync(new Fixed(logs.Of(CustomerId.New(Samples.Now)).Make(Subject))));
        // An honest entry about something else, or of another kind.
        Assert.Equal("receipt", await RefusalAsync(new Fixed(Log.Make($"{customer}/root/2"), Log)));
        Assert.Equal("receipt", await RefusalAsync(new Fixed(Log.Make(Subject, type: "access.read"), Log)));
        // None at all.
        Assert.Equal("receipt", await RefusalAsync(new Fixed(new(0, [], ""))));
        Assert.DoesNotContain("given", agent.Outcomes());
        // The control: the same receipt, untouched.
        Assert.Equal(Root, await UnwrapAsync(new Fixed(good, Log)));
    }

    [Fact]
    public async Task A_log_that_shows_two_histories_gets_nothing()
    {
        Assert.Equal(Root, await UnwrapAsync());
        Assert.Equal(Root, await UnwrapAsync());
        // The same key signs a tree in which the first entry never was.
        var fork = new TestLog(Log.Key.Name, clock);
        fork.Append("nothing happened"u8.ToArray());
        fork.Append("nothing at all"u8.ToArray());
        Assert.Equal("fork", await RefusalAsync(new Fixed(fork.Make(Subject), fork)));
        Assert.Equal(Root, await UnwrapAsync());
    }

    [Fact]
    public async Task Another_server_another_customer_and_altered_requests_are_refused()
    {
        using var stranger = Ed25519Key.FromSeed(Samples.Bytes(32, "stranger"));
        Assert.Equal("signature", await RefusalAsync(logs, new AgentCustodian(customer, Settings, stranger, logs, http, clock)));
        var neighbour = CustomerId.New(Samples.Now);
        Assert.Equal("address", await RefusalAsync(logs, new AgentCustodian(neighbour, Settings, serverKey, logs, http, clock)));
        // Another place than the one that the root was wrapped for.
        var elsewhere = new CustodyContext(Context.Compartment, 2, Context.Why);
        Assert.Contains("not_ours", (await Assert.ThrowsAsync<KeyCustodyException>(() => Custodian().UnwrapAsync(wrapped, elsewhere, new byte[32], Ct).AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_that_come_late_or_twice_are_refused()
    {
        var late = new TestClock();
        late.Advance(TimeSpan.FromMinutes(-6));
        Assert.Equal("stale", await RefusalAsync(logs, new AgentCustodian(customer, Settings, serverKey, logs, http, late)));
        var recorded = new Recording(new SocketsHttpHandler());
        using var tapped = new HttpClient(recorded);
        var key = new byte[32];
        await new AgentCustodian(customer, Settings, serverKey, logs, tapped, clock).UnwrapAsync(wrapped, Context, key, Ct);
        using var again = new HttpRequestMessage(HttpMethod.Post, $"{agent.Address}/v1/unwrap") { Content = new ByteArrayContent(recorded.Body!) };
        again.Headers.Add(AgentSignatures.Header, recorded.Signature!);
        using var reply = await http.SendAsync(again, Ct);
        Assert.Contains("stale", await reply.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_sits_between_learns_nothing_and_cannot_speak_for_the_agent()
    {
        var recorded = new Recording(new SocketsHttpHandler());
        using var tapped = new HttpClient(recorded);
        var key = new byte[32];
        await new AgentCustodian(customer, Settings, serverKey, logs, tapped, clock).UnwrapAsync(wrapped, Context, key, Ct);
        Assert.Equal(Root, key);
        Assert.DoesNotContain(Convert.ToBase64String(Root), recorded.Reply, StringComparison.Ordinal);
        // A forged revocation is no revocation, and a reply of yesterday no reply.
        foreach (var forged in new[] { """{"v":1,"refused":"revoked"}""", recorded.Reply! })
        {
            recorded.Instead = forged;
            var e = await Assert.ThrowsAsync<KeyCustodyException>(() => new AgentCustodian(customer, Settings, serverKey, logs, tapped, clock).UnwrapAsync(wrapped, Context, key, Ct).AsTask());
            Assert.Equal(CustodyFailure.Unreachable, e.Reason);
        }
    }

    [Theory]
    [InlineData("""{"hours":[{"from":"08:00","to":"18:00"}]}""", "hours")]
    [InlineData("""{"hours":[{"from":"00:00","to":"23:59","days":["sunday"]}]}""", "hours")]
    [InlineData("""{"hours":[{"from":"08:30","to":"10:00"}],"timeZone":"Europe/Paris"}""", null)]
    [InlineData("""{"reasons":["review"]}""", "reason")]
    [InlineData("""{"reasons":["label"]}""", null)]
    [InlineData("""{"people":["somebody else"]}""", "person")]
    [InlineData("""{"notPeople":["p1"]}""", "person")]
    [InlineData("""{"people":["p1"]}""", null)]
    [InlineData("""{"mostPerHour":0}""", "rate")]
    [InlineData("""not even JSON""", "policy")]
    public async Task The_policy_decides_by_what_the_log_says(string policy, string? refusal)
    {
        // Tuesday, 6 May 2031, 7:08 UTC.
        agent.SetPolicy(policy);
        if (refusal is null)
            Assert.Equal(Root, await UnwrapAsync(new Fixed(Log.Make(Subject), Log)));
        else
            Assert.Equal(refusal, await RefusalAsync(new Fixed(Log.Make(Subject), Log)));
    }

    [Fact]
    public async Task The_rate_counts_releases_of_an_hour_also_those_before_a_restart()
    {
        agent.SetPolicy("""{"mostPerHour":2}""");
        await UnwrapAsync();
        await UnwrapAsync();
        await agent.StopAsync();
        await agent.StartAsync();
        Assert.Equal("rate", await RefusalAsync(logs));
        clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(Root, await UnwrapAsync());
    }

    [Fact]
    public async Task A_revoked_key_is_given_to_nobody_until_it_is_restored()
    {
        agent.Folder.SetStanding(isRevoked: true, clock.GetUtcNow());
        var e = await Assert.ThrowsAsync<KeyCustodyException>(() => UnwrapAsync());
        Assert.Equal(CustodyFailure.Revoked, e.Reason);
        agent.Folder.SetStanding(isRevoked: false, clock.GetUtcNow());
        Assert.Equal(Root, await UnwrapAsync());
    }

    [Fact]
    public async Task A_new_outer_key_wraps_and_older_ones_still_unwrap()
    {
        agent.Folder.AddOuterKey();
        var fresh = await Custodian().WrapAsync(Root, Context, Ct);
        Assert.NotEqual(KeyNumber(wrapped), KeyNumber(fresh));
        Assert.Equal(Root, await UnwrapAsync());
        wrapped = fresh;
        Assert.Equal(Root, await UnwrapAsync());

        static uint KeyNumber(byte[] envelope) => Envelope.TryKeyNumber(envelope, out var number) ? number : 0;
    }

    [Fact]
    public async Task A_record_that_somebody_shortened_is_noticed()
    {
        await UnwrapAsync();
        await UnwrapAsync();
        var file = Path.Combine(agent.Path, "audit.jsonl");
        var lines = await File.ReadAllLinesAsync(file, Ct);
        Assert.True(agent.Folder.IsAuditWhole());
        await File.WriteAllLinesAsync(file, [lines[0], lines[2]], Ct);
        Assert.False(agent.Folder.IsAuditWhole());
    }

    [Fact]
    public async Task An_agent_that_is_not_there_is_unreachable_and_not_revoked()
    {
        await agent.StopAsync();
        Assert.Equal(CustodyFailure.Unreachable, (await Assert.ThrowsAsync<KeyCustodyException>(() => UnwrapAsync())).Reason);
    }

    [Theory]
    [InlineData("https://keys.example", false, true)]
    [InlineData("http://keys.example", false, false)]
    [InlineData("https://127.0.0.1:5082", false, false)]
    [InlineData("https://[::1]:5082", false, false)]
    [InlineData("https://169.254.169.254", false, false)]
    [InlineData("https://10.1.2.3", false, false)]
    [InlineData("https://[::ffff:192.168.0.1]", false, false)]
    [InlineData("https://user@keys.example", false, false)]
    [InlineData("https://keys.example/?a=b", false, false)]
    [InlineData("file:///etc/passwd", true, false)]
    [InlineData("http://127.0.0.1:5082", true, true)]
    public void An_agents_address_is_public_unless_the_operator_says_otherwise(string address, bool allowPrivate, bool ok) =>
        Assert.Equal(ok, AgentHttp.Refusal(address, allowPrivate) is null);

    [Fact]
    public async Task A_name_that_leads_into_a_private_network_is_not_connected_to()
    {
        using var careful = AgentHttp.New(new());
        var custodian = new AgentCustodian(customer, Settings with { Address = agent.Address.Replace("127.0.0.1", "localhost", StringComparison.Ordinal) }, serverKey, logs, careful, clock);
        Assert.Equal(CustodyFailure.Unreachable, (await Assert.ThrowsAsync<KeyCustodyException>(() => custodian.UnwrapAsync(wrapped, Context, new byte[32], Ct).AsTask())).Reason);
        Assert.DoesNotContain("given", agent.Outcomes());
    }

    private CustodianSettings.Agent Settings => new(agent.Address, agent.PublicKey);

    private AgentCustodian Custodian(IUnwrapReceipts? receipts = null) => new(customer, Settings, serverKey, receipts ?? logs, http, clock);

    private async Task<byte[]> UnwrapAsync(IUnwrapReceipts? receipts = null)
    {
        var key = new byte[32];
        await Custodian(receipts).UnwrapAsync(wrapped, Context, key, Ct);
        return key;
    }

    /// <summary>The word that the agent refused with.</summary>
    private async Task<string> RefusalAsync(IUnwrapReceipts receipts, AgentCustodian? custodian = null)
    {
        var key = new byte[32];
        var e = await Assert.ThrowsAsync<KeyCustodyException>(() => (custodian ?? Custodian(receipts)).UnwrapAsync(wrapped, Context, key, Ct).AsTask());
        Assert.Equal(CustodyFailure.Refused, e.Reason);
        Assert.Equal(new byte[32], key);
        return e.Message.Split(": ")[^1].TrimEnd('.');
    }

    /// <summary>Gives one receipt, whatever is asked.</summary>
    private sealed class Fixed(UnwrapReceipt receipt, TestLog? log = null) : IUnwrapReceipts
    {
        public Task<UnwrapReceipt> MakeAsync(CustomerId customer, string subject, UnwrapPurpose? why, CancellationToken ct) => Task.FromResult(receipt);

        public Task<string> RenewAsync(CustomerId customer, long index, CancellationToken ct) => Task.FromResult(log?.Proof(index) ?? receipt.Proof);

        public Task<IReadOnlyList<TreeHash>> ConsistencyAsync(CustomerId customer, long oldSize, long newSize, CancellationToken ct) =>
            Task.FromResult(log is null ? [] : log.Consistency(oldSize, newSize));
    }

    private sealed class Recording(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        public byte[]? Body { get; private set; }

        public string? Signature { get; private set; }

        public string? Reply { get; private set; }

        public string? Instead { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
            Signature = request.Headers.GetValues(AgentSignatures.Header).Single();
            var response = await base.SendAsync(request, cancellationToken);
            Reply = await response.Content.ReadAsStringAsync(cancellationToken);
            if (Instead is not null)
                response.Content = new StringContent(Instead);
            return response;
        }
    }
}
