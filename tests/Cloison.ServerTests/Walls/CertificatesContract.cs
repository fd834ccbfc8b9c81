using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.Server.Features.Certificates;
using Cloison.Server.Features.Owners;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.People;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.ServerTests.Walls;

/// <summary>Certificates of screening, of its end, and of ownership: what they say, and that nobody else could have said it.</summary>
public abstract class CertificatesContract(WallPlace place) : OnWallServer(place)
{
    [Fact]
    public async Task A_screening_certificate_says_who_has_seen_something_and_who_of_them_has_to_do_with_a_rival()
    {
        var (customer, friend, rival) = (await Server.NewCustomerAsync(), await Server.NewCustomerAsync(), await Server.NewCustomerAsync());
        var now = Server.Clock.GetUtcNow();
        await Agreed.BetweenAsync(Server.Control, customer, friend, now);
        var (_, head) = await Server.HireAsync(customer, Role.Administrator);
        var clear = await SeesAsync(customer);
        var friendly = await SeesAsync(customer);
        var twice = await SeesAsync(customer);
        var twiceAgain = await SeesAsync(customer);
        var torn = await SeesAsync(customer);
        await Server.Control.WriteAsync(
            db =>
            {
                WallRegistry.AddInterest(db, friendly, friend, 0, now);
                WallRegistry.Link(db, twice, twiceAgain, now);
                WallRegistry.AddInterest(db, torn, rival, 0, now);
            },
            Ct);

        var (made, certificate) = await MakeAsync<ScreeningCertificate>(head, CertificateOf.Screening);

        var log = await Server.LogAsync(customer);
        string[] Names(params PersonId[] people) => [.. people.Select(p => log.Pseudonym(p.Text)).Order(StringComparer.Ordinal)];
        Assert.Equal(
            new[] { (Names(clear), false), (Names(friendly), false), (Names(twice, twiceAgain), false), (Names(torn), true) }.Select(p => ($"{string.Join(' ', p.Item1)}", p.Item2)).Order(),
            certificate.Persons.Select(p => (string.Join(' ', p.Pseudonyms), p.MeetsRival)).Order());
        Assert.Equal((1, 365, WallRules.Version, Certificate.HashOf(customer)), (certificate.MeetRival, certificate.CoolingDays, certificate.Head.Rules, certificate.Head.CustomerHash));
        // Where log and wall stood: the customer's own checkpoint of that size has that root, and the chain that row.
        Assert.Equal(certificate.Head.Log.Root, (await log.Database.ReadAsync(db => TreeMath.Root(LogTree.Hashes(db, certificate.Head.Log.Size), certificate.Head.Log.Size), Ct)).ToString());
        Assert.Equal(
            certificate.Head.Registry.Hash,
            Convert.ToHexStringLower((await Server.Control.ReadAsync(db => db.First("SELECT hash FROM wall_decisions WHERE n = @n", row => (byte[])row.GetValue(0), ("@n", certificate.Head.Registry.Rows)), Ct))!));
        // Neither friend nor rival is named.
        Assert.DoesNotContain(rival.Text, made.Note, StringComparison.Ordinal);
        var entry = (await Server.EntriesAsync(customer))[(int)made.Index];
        Assert.Equal(("certificate", $"sha256:{HashOf(made.Note)}", "screening"), (entry.Type, entry.Object, entry.Purpose));
        Assert.Equal(made.Hash, HashOf(made.Note));
    }

    [Fact]
    public async Task An_ownership_statement_has_the_register_whose_hash_is_in_the_log()
    {
        var customer = await Server.NewCustomerAsync();
        var (keeper, head) = await Server.HireAsync(customer, Role.Administrator);
        var (_, nothing) = await MakeAsync<OwnershipStatement>(head, CertificateOf.Ownership);
        Assert.Equal((null, null), (nothing.Current, nothing.Coming));
        await Server.Control.WriteAsync(db => db.Execute("UPDATE persons SET is_operator = 1 WHERE id = @id", ("@id", keeper.Text)), Ct);
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await head.DoAsync(HttpMethod.Put, "/api/registry/owners", new SetOwners([new("Jo van der Doe", OwnerKind.Owner, 33.3m, []), new("Max Muster", OwnerKind.Board, null, [])]));
        await Server.Service<OwnerNotices>().RunAsync(Ct);

        var (made, statement) = await MakeAsync<OwnershipStatement>(head, CertificateOf.Ownership);

        Assert.Equal(["Jo van der Doe", "Max Muster"], statement.Coming!.Owners.Select(o => o.Name));
        Assert.Contains((await Server.EntriesAsync(customer)), e => e is { Type: "owner", Decision: "announce" } && e.Object == $"sha256:{statement.Coming.Hash}");
        // An owner who is left out of the paper, whoever signed it, is noticed by the hash.
        Assert.Throws<FormatException>(() => Certificate.Parse(SignedNote.Parse(made.Note).Text.Replace("owner board - - Max Muster\n", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task When_a_cooling_off_is_over_the_customer_is_told_once()
    {
        var customer = await Server.NewCustomerAsync();
        var (boss, _) = await Server.HireAsync(customer, Role.Administrator);
        var (stays, goes) = (await SeesAsync(customer), await SeesAsync(customer));
        var (interested, linked, alias) = (await SeesAsync(customer), await SeesAsync(customer), await SeesAsync(customer));
        await Server.Control.WriteAsync(
            db =>
            {
                WallRegistry.AddInterest(db, interested, customer, 0, Server.Clock.GetUtcNow());
                WallRegistry.Link(db, linked, alias, Server.Clock.GetUtcNow());
            },
            Ct);
        foreach (var person in new[] { goes, interested, linked })
            await (await Server.SignInAsync(boss, customer)).DoAsync(HttpMethod.Delete, $"/api/people/{person}");
        var last = Server.Clock.GetUtcNow();
        Server.Clock.Advance(TimeSpan.FromDays(365) - TimeSpan.FromSeconds(1));
        await EndAsync();
        Assert.Empty(await CertificatesAsync());
        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        await EndAsync();
        await EndAsync();

        // Not of who has a role or an interest, nor of who has another account with one.
        var made = Assert.Single(await CertificatesAsync());
        var notice = Assert.IsType<EndOfScreenNotice>(await OpenAsync(await HeadAsync(), made));
        Assert.Equal(((await Server.LogAsync(customer)).Pseudonym(goes.Text), 365, last.AddDays(365)), (notice.Pseudonym, notice.CoolingDays, notice.EndedAt));
        Assert.Contains(await Server.EntriesAsync(customer), e => e.Type == "certificate" && e.Object == $"sha256:{made.Hash}" && e.Actor is null);
        Assert.NotEqual(stays, goes);

        Task EndAsync() => Server.Service<EndedScreens>().RunAsync(Ct);
        async Task<Browser> HeadAsync() => await Server.SignInAsync(boss, customer);
        async Task<IReadOnlyList<CertificateSummary>> CertificatesAsync() => (await (await HeadAsync()).GetAsync<CertificateList>("/api/trust/certificates")).Certificates;
    }

    [Fact]
    public async Task The_command_line_accepts_them_and_refuses_every_altered_one()
    {
        var customer = await Server.NewCustomerAsync();
        var (_, head) = await Server.HireAsync(customer, Role.Administrator);
        await SeesAsync(customer);
        var key = (await head.GetAsync<CertificateList>("/api/trust/certificates")).Key;
        var folder = Directory.CreateTempSubdirectory("cloison-certificate-");
        try
        {
            foreach (var kind in new[] { CertificateOf.Screening, CertificateOf.Ownership })
            {
                var (made, _) = await MakeAsync<Certificate>(head, kind);
                var file = Path.Combine(folder.FullName, "certificate.note");
                await File.WriteAllTextAsync(file, made.Note, Ct);
                var good = await CliRun.OfAsync("certificate", "verify", file, "--key", key);
                Assert.Equal(0, good.ExitCode);
                Assert.Contains($"sha256:{made.Hash}", good.Output, StringComparison.Ordinal);
                Assert.Contains("\"head\"", (await CliRun.OfAsync("certificate", "verify", file, "--key", key, "--json")).Output, StringComparison.Ordinal);
                foreach (var (from, to) in new[] { ("rules 1", "rules 2"), ("\nlog ", "\nlog 1"), ("v1\n", "v1\nmore\n"), ("cloison", "Cloison") })
                {
                    await File.WriteAllTextAsync(file, made.Note.Replace(from, to, StringComparison.Ordinal), Ct);
                    var bad = await CliRun.OfAsync("certificate", "verify", file, "--key", key);
                    Assert.NotEqual(0, bad.ExitCode);
                    Assert.Contains("DO NOT RELY", bad.Error, StringComparison.Ordinal);
                }

                await File.WriteAllTextAsync(file, made.Note, Ct);
                Assert.NotEqual(0, (await CliRun.OfAsync("certificate", "verify", file, "--key", (await Server.LogAsync(customer)).Tree.Key.ToString())).ExitCode);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task There_is_no_certificate_that_the_log_does_not_take_and_none_for_the_asking_of_an_end()
    {
        var customer = await Server.NewCustomerAsync();
        var (_, head) = await Server.HireAsync(customer, Role.Administrator);
        Assert.Equal((400, "input.invalid"), await head.RefusalAsync(HttpMethod.Post, "/api/trust/certificates", new NewCertificate(CertificateOf.EndOfScreen)));
        await Server.ShutLogAsync(customer);
        Assert.Equal((503, "log.unavailable"), await head.RefusalAsync(HttpMethod.Post, "/api/trust/certificates", new NewCertificate(CertificateOf.Screening)));
        await Server.ShutLogAsync(customer, shut: false);
        Assert.Empty((await head.GetAsync<CertificateList>("/api/trust/certificates")).Certificates);
        // Another customer sees none of them.
        await MakeAsync<ScreeningCertificate>(head, CertificateOf.Screening);
        var (_, stranger) = await Server.HireAsync(await Server.NewCustomerAsync(), Role.Administrator);
        Assert.Empty((await stranger.GetAsync<CertificateList>("/api/trust/certificates")).Certificates);
    }

    /// <summary>Somebody new, who has seen something of a customer.</summary>
    private async Task<PersonId> SeesAsync(CustomerId customer)
    {
        var (person, browser) = await Server.HireAsync(customer, Role.Lead);
        await browser.DoAsync(HttpMethod.Get, "/api/projects");
        return person;
    }

    private static async Task<(CertificateSummary Made, T Certificate)> MakeAsync<T>(Browser head, CertificateOf kind) where T : Certificate
    {
        var made = await head.PostAsync<CertificateSummary>("/api/trust/certificates", new NewCertificate(kind));
        return (made, Assert.IsAssignableFrom<T>(await OpenAsync(head, made)));
    }

    private static async Task<Certificate> OpenAsync(Browser head, CertificateSummary made)
    {
        Assert.True(NoteKey.TryParse((await head.GetAsync<CertificateList>("/api/trust/certificates")).Key, out var key));
        var note = SignedNote.Parse(made.Note);
        Assert.Single(note.Verify([key!]));
        return Certificate.Parse(note.Text);
    }

    private static string HashOf(string note) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(note)));
}

public sealed class CertificatesOnSqlite(WallsInSqlite place) : CertificatesContract(place), IClassFixture<WallsInSqlite>;

public sealed class CertificatesOnPostgres(WallsInPostgres place) : CertificatesContract(place), IClassFixture<WallsInPostgres>;
