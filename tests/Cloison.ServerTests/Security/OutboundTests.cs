using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Cloison.Server.Platform.Outbound;
using Cloison.Storage.Outbound;

namespace Cloison.ServerTests.Security;

/// <summary>Making the server ask itself, its neighbours or its cloud (SSRF): the addresses of CVE-2022-36551, 2023-47116, 2024-37164, 2025-25297 and their kin.</summary>
public sealed class OutboundTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    // Every entry of the IANA registries, by its first, a middle and its last address.
    [InlineData("0.0.0.0")]
    [InlineData("0.255.255.255")]
    [InlineData("10.0.0.1")]
    [InlineData("10.255.255.255")]
    [InlineData("100.64.0.1")]
    [InlineData("100.100.100.200")]
    [InlineData("100.127.255.255")]
    [InlineData("127.0.0.1")]
    [InlineData("127.255.255.254")]
    [InlineData("168.63.129.16")]
    [InlineData("169.254.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.0.0.1")]
    [InlineData("192.0.0.192")]
    [InlineData("192.0.2.1")]
    [InlineData("192.31.196.1")]
    [InlineData("192.52.193.1")]
    [InlineData("192.88.99.1")]
    [InlineData("192.168.0.1")]
    [InlineData("192.168.255.255")]
    [InlineData("192.175.48.1")]
    [InlineData("198.18.0.1")]
    [InlineData("198.19.255.255")]
    [InlineData("198.51.100.1")]
    [InlineData("203.0.113.1")]
    [InlineData("224.0.0.1")]
    [InlineData("239.255.255.255")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::8.8.8.8")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("::ffff:0:127.0.0.1")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("64:ff9b::169.254.169.254")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("100::1")]
    [InlineData("100:0:0:1::1")]
    [InlineData("2001::1")]
    [InlineData("2001:0:7f00:1::1")]
    [InlineData("2001:2::1")]
    [InlineData("2001:10::1")]
    [InlineData("2001:20::1")]
    [InlineData("2001:db8::1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("2002:808:808::1")]
    [InlineData("2620:4f:8000::1")]
    [InlineData("3fff::1")]
    [InlineData("5f00::1")]
    [InlineData("4000::1")]
    [InlineData("fc00::1")]
    [InlineData("fd00:ec2::254")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%1")]
    [InlineData("fec0::1")]
    [InlineData("ff02::1")]
    public void What_is_not_out_in_the_internet_is_not_asked(string address) => Assert.False(AddressRanges.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("8.8.8.8")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("128.0.0.1")]
    [InlineData("169.253.255.255")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.1")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2606:4700:4700::1111")]
    [InlineData("2a00:1450:4001:81b::200e")]
    [InlineData("2001:4860:4860::8888")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::8.8.8.8")]
    public void What_is_out_there_is(string address) => Assert.True(AddressRanges.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:6379/_x")]
    [InlineData("ftp://host.example/")]
    [InlineData("dict://host.example:11211/")]
    [InlineData("data:text/html,x")]
    [InlineData("http://host.example/")]
    [InlineData("https://user@host.example/")]
    [InlineData("https://host.example@169.254.169.254/")]
    [InlineData("https://host.example:22/")]
    [InlineData("https://host.example:6379/")]
    [InlineData("//127.0.0.1/")]
    [InlineData("\\\\127.0.0.1\\share")]
    [InlineData("/etc/passwd")]
    [InlineData("host.example")]
    [InlineData("")]
    [InlineData("https://")]
    [InlineData("https:///x")]
    public void An_address_of_another_kind_is_refused_as_it_stands(string address) => Assert.Null(OutboundRules.Strict.Accept(address));

    [Theory]
    [InlineData("https://HOST.example./x?y", "https://host.example./x?y")]
    [InlineData("https://host.example:8443/", "https://host.example:8443/")]
    [InlineData("https://bücher.example/", "https://xn--bcher-kva.example/")]
    [InlineData("https://127。0。0。1/", "https://127.0.0.1/")]
    [InlineData("https://0x7f.1/", "https://127.0.0.1/")]
    [InlineData("https://2130706433/", "https://127.0.0.1/")]
    [InlineData("https://0177.0.0.1/", "https://127.0.0.1/")]
    [InlineData("https://127.1/", "https://127.0.0.1/")]
    [InlineData("https://0/", "https://0.0.0.0/")]
    [InlineData("https://[::ffff:127.0.0.1]/", "https://[::ffff:127.0.0.1]/")]
    public void Every_spelling_of_an_address_becomes_one(string address, string plain) => Assert.Equal(plain, OutboundRules.Strict.Accept(address)!.AbsoluteUri);

    [Theory]
    [InlineData("https://agent.lab.example/", true)]
    [InlineData("https://AGENT.lab.example./", true)]
    [InlineData("https://agent.lab.example:9000/", true)]
    [InlineData("https://agent.lab.example:9001/", false)]
    [InlineData("https://evil.example/", false)]
    [InlineData("https://agent.lab.example.evil.example/", false)]
    [InlineData("https://xagent.lab.example/", false)]
    [InlineData("https://agent.lab.example@evil.example/", false)]
    public void With_a_list_of_hosts_only_those_are_asked(string address, bool isAllowed) =>
        Assert.Equal(isAllowed, new OutboundRules(Hosts: ["agent.lab.example", "agent.lab.example:9000"]).Accept(address) is not null);

    [Theory]
    [InlineData("https://127.0.0.1:{0}/")]
    [InlineData("https://localhost:{0}/")]
    [InlineData("https://localhost.:{0}/")]
    [InlineData("https://0x7f.1:{0}/")]
    [InlineData("https://2130706433:{0}/")]
    [InlineData("https://①②⑦.⓪.⓪.①:{0}/")]
    [InlineData("https://[::1]:{0}/")]
    [InlineData("https://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("https://[::127.0.0.1]:{0}/")]
    [InlineData("https://0:{0}/")]
    public async Task Nothing_on_this_machine_hears_a_request_however_it_is_spelt(string address)
    {
        await using var target = new OutboundTarget(_ => OutboundTarget.Ok("secret"));
        using var http = new SafeHttp();
        var at = string.Format(System.Globalization.CultureInfo.InvariantCulture, address, target.Port);
        var host = new Uri(at).IdnHost;
        // Even a customer who registers his own spelling of this machine as a host does not get there.
        var rules = new OutboundRules(Hosts: [$"{host.TrimEnd('.')}:{target.Port}", $"{OutboundRules.Strict.Accept($"https://{(host.Contains(':') ? $"[{host}]" : host)}/")?.Host.TrimEnd('.')}:{target.Port}"]);
        var reply = await http.GetAsync(at, rules, Ct);
        Assert.Equal(SafeHttp.Failed, reply.Problem);
        Assert.Equal(0, target.Connections);
    }

    [Fact]
    public async Task With_the_permission_for_this_machine_the_same_target_answers()
    {
        // The control of the test above, and what the tests of other features use.
        await using var target = new OutboundTarget(_ => OutboundTarget.Ok("hello"));
        using var http = OutboundTarget.Permitted();
        var reply = await http.GetAsync(target.Address("127.0.0.1"), target.Rules("127.0.0.1"), Ct);
        Assert.Equal("hello", Encoding.UTF8.GetString(reply.Value.Body));
    }

    // CVE-2023-47116: the name was looked at once, and the connection asked again.
    [Fact]
    public async Task A_name_that_turns_round_after_it_was_looked_at_leads_nowhere_else()
    {
        await using var target = new OutboundTarget(_ => OutboundTarget.Ok("secret"));
        var lookups = 0;
        // First something public, then this machine: whoever asks twice is lost. TEST-NET stands for the public address that nobody answers at.
        using var http = new SafeHttp(
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(++lookups == 1 ? "192.0.2.1" : "127.0.0.1")]),
            address => address.Equals(IPAddress.Parse("192.0.2.1")) || AddressRanges.IsPublic(address),
            handler => handler.ConnectTimeout = TimeSpan.FromMilliseconds(200));
        var rules = target.Rules("turning.example");
        Assert.False((await http.GetAsync(target.Address("turning.example"), rules, Ct)).Succeeded);
        Assert.Equal(1, lookups);
        Assert.False((await http.GetAsync(target.Address("turning.example"), rules, Ct)).Succeeded);
        Assert.Equal(0, target.Connections);
    }

    [Theory]
    [InlineData("1.1.1.1", "127.0.0.1")]
    [InlineData("127.0.0.1", "1.1.1.1")]
    [InlineData("2606:4700::1", "::1")]
    [InlineData("2606:4700::1", "64:ff9b::127.0.0.1")]
    public async Task One_bad_address_of_a_name_is_enough(params string[] addresses)
    {
        var isBadSeen = false;
        using var http = new SafeHttp(
            (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray()),
            address =>
            {
                var isPublic = AddressRanges.IsPublic(address);
                isBadSeen |= !isPublic;
                return isPublic;
            });
        Assert.Equal(SafeHttp.Failed, (await http.GetAsync("https://mixed.example/", OutboundRules.Strict, Ct)).Problem);
        Assert.True(isBadSeen, "The bad one was looked at.");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        await using var secret = new OutboundTarget(_ => OutboundTarget.Ok("secret"));
        await using var target = new OutboundTarget(_ => $"HTTP/1.1 {status} Elsewhere\r\nLocation: {secret.Address("127.0.0.1")}\r\nContent-Length: 0\r\n\r\n");
        using var http = OutboundTarget.Permitted();
        Assert.Equal(SafeHttp.Failed, (await http.GetAsync(target.Address("127.0.0.1"), target.Rules("127.0.0.1"), Ct)).Problem);
        Assert.Equal(0, secret.Connections);
    }

    [Fact]
    public async Task Where_redirects_are_allowed_each_is_checked_and_none_takes_secrets_along()
    {
        string? heard = null;
        await using var last = new OutboundTarget(request =>
        {
            heard = request;
            return OutboundTarget.Ok("there");
        });
        await using var first = new OutboundTarget(_ => $"HTTP/1.1 302 Found\r\nLocation: {last.Address("127.0.0.1")}\r\nContent-Length: 0\r\n\r\n");
        await using var astray = new OutboundTarget(_ => $"HTTP/1.1 302 Found\r\nLocation: http://[::ffff:127.0.0.1]:{last.Port}/\r\nContent-Length: 0\r\n\r\n");
        using var http = OutboundTarget.Permitted();
        var rules = new OutboundRules(Hosts: [$"127.0.0.1:{first.Port}", $"127.0.0.1:{last.Port}", $"127.0.0.1:{astray.Port}"], AllowPlainHttp: true, MaxRedirects: 3);
        using var request = new HttpRequestMessage(HttpMethod.Get, first.Address("127.0.0.1"));
        request.Headers.Add("Authorization", "Bearer secret");
        Assert.Equal("there", Encoding.UTF8.GetString((await http.SendAsync(request, rules, Ct)).Value.Body));
        Assert.DoesNotContain("Bearer", heard, StringComparison.Ordinal);
        var before = last.Connections;
        Assert.False((await http.GetAsync(astray.Address("127.0.0.1"), rules, Ct)).Succeeded);
        Assert.Equal(before, last.Connections);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        OutboundTarget? self = null;
        await using var target = new OutboundTarget(_ => $"HTTP/1.1 302 Found\r\nLocation: {self!.Address("127.0.0.1")}\r\nContent-Length: 0\r\n\r\n");
        self = target;
        using var http = OutboundTarget.Permitted();
        Assert.False((await http.GetAsync(target.Address("127.0.0.1"), target.Rules("127.0.0.1") with { MaxRedirects = 3 }, Ct)).Succeeded);
        Assert.Equal(4, target.Connections);
    }

    [Fact]
    public async Task A_reply_without_end_one_that_never_comes_and_one_that_unpacks_to_more_are_all_cut_off()
    {
        using var http = OutboundTarget.Permitted();
        await using var endless = new OutboundTarget(_ => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n" + new string('a', 3_000_000));
        Assert.False((await http.GetAsync(endless.Address("127.0.0.1"), endless.Rules("127.0.0.1"), Ct)).Succeeded);
        await using var silent = new OutboundTarget(_ => null);
        Assert.False((await http.GetAsync(silent.Address("127.0.0.1"), silent.Rules("127.0.0.1") with { TimeLimitSeconds = 1 }, Ct)).Succeeded);
        await using var heads = new OutboundTarget(_ => "HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $"X-{i}: aaaaaaaaaaaaaaaa\r\n")) + "\r\n");
        Assert.False((await http.GetAsync(heads.Address("127.0.0.1"), heads.Rules("127.0.0.1"), Ct)).Succeeded);
        // Packed zeros stay packed: a kilobyte is a kilobyte.
        await using var packed = new OutboundTarget(_ => "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd");
        Assert.Equal(4, (await http.GetAsync(packed.Address("127.0.0.1"), packed.Rules("127.0.0.1"), Ct)).Value.Body.Length);
    }

    // CVE-2025-25297, CVE-2024-40441: the error held what the inner server had said.
    [Fact]
    public async Task Whatever_went_wrong_the_answer_is_the_same()
    {
        using var http = OutboundTarget.Permitted();
        await using var html = new OutboundTarget(_ => "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nsecret");
        await using var noise = new OutboundTarget(_ => "SSH-2.0-OpenSSH_secret\r\n");
        var answers = new List<Domain.Problem?>();
        foreach (var target in new[] { html, noise })
            answers.Add((await http.GetAsync(target.Address("127.0.0.1"), target.Rules("127.0.0.1") with { MediaTypes = ["application/json"] }, Ct)).Problem);
        answers.Add((await http.GetAsync("http://127.0.0.1:1/", new OutboundRules(Hosts: ["127.0.0.1:1"], AllowPlainHttp: true), Ct)).Problem);
        answers.Add((await http.GetAsync("https://10.0.0.1/", OutboundRules.Strict, Ct)).Problem);
        answers.Add((await http.GetAsync("gopher://x/", OutboundRules.Strict, Ct)).Problem);
        Assert.All(answers, a => Assert.Equal(SafeHttp.Failed, a));
        Assert.DoesNotContain("secret", SafeHttp.Failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_must_be_for_the_name_that_was_asked()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=agent.example", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await using var target = new OutboundTarget(_ => OutboundTarget.Ok("hello"), certificate);
        var asked = new List<string?>();
        using var http = new SafeHttp((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), _ => true, handler => handler.SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (sender, _, _, errors) =>
            {
                asked.Add((sender as SslStream)?.TargetHostName);
                return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
            },
        });
        var rules = new OutboundRules(Hosts: [$"agent.example:{target.Port}", $"other.example:{target.Port}"]);
        Assert.True((await http.GetAsync($"https://agent.example:{target.Port}/", rules, Ct)).Succeeded);
        Assert.False((await http.GetAsync($"https://other.example:{target.Port}/", rules, Ct)).Succeeded);
        Assert.Equal(["agent.example", "other.example"], asked);
        // And without that leniency, whom nobody vouches for is not believed.
        using var strict = new SafeHttp((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Loopback]), _ => true);
        Assert.False((await strict.GetAsync($"https://agent.example:{target.Port}/", rules, Ct)).Succeeded);
    }
}
