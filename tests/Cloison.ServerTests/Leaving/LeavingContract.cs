using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using Cloison.Cli;
using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Domain.Json;
using Cloison.Domain.People;
using Cloison.Server.Features.Leaving;
using Cloison.Server.Features.Transfers;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Certificates;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Work;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Tiles;
using Npgsql;

namespace Cloison.ServerTests.Leaving;

public abstract class LeavingContract(LeavingHouse house)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_takes_two_administrators_who_both_say_what_is_to_be_destroyed()
    {
        var tenant = await house.NewTenantAsync();
        using var ada = tenant.AdasBrowser();
        using var bob = tenant.BobsBrowser();
        using var program = Visitors.Client(house.Address, session: null);
        program.DefaultRequestHeaders.Authorization = new("Bearer", await tenant.KeyAsync());

        Assert.Equal("leaving.not_asked", await RefusalAsync(bob, "/api/leaving/approve"));
        Assert.Equal("leaving.needs_person", await RefusalAsync(program, "/api/leaving"));
        Assert.Equal("input.invalid", await RefusalAsync(ada, "/api/leaving", "Another"));
        await DoAsync(ada, "/api/leaving");
        Assert.Equal("leaving.already_asked", await RefusalAsync(bob, "/api/leaving"));
        Assert.Equal("leaving.same_person", await RefusalAsync(ada, "/api/leaving/approve"));
        Assert.Equal("leaving.needs_person", await RefusalAsync(program, "/api/leaving/approve"));
        Assert.Equal("input.invalid", await RefusalAsync(bob, "/api/leaving/approve", "Another"));
        var asked = (await bob.GetFromJsonAsync<DepartureSummary>("/api/leaving", DomainJson.Options, Ct))!;
        Assert.Equal((DepartureState.Asked, tenant.Ada, 2, 30), (asked.State, asked.AskedBy, asked.Administrators, asked.BackupDays));

        // Declined, and asked by somebody who is no administrator any more.
        (await bob.DeleteAsync("/api/leaving", Ct)).EnsureSuccessStatusCode();
        Assert.Equal(DepartureState.None, (await bob.GetFromJsonAsync<DepartureSummary>("/api/leaving", DomainJson.Options, Ct))!.State);
        await DoAsync(ada, "/api/leaving");
        (await bob.PutAsJsonAsync($"/api/people/{tenant.Ada}/roles", new SetRoles([Role.Lead]), DomainJson.Options, Ct)).EnsureSuccessStatusCode();
        Assert.Equal("leaving.asker_gone", await RefusalAsync(bob, "/api/leaving/approve"));
        (await bob.DeleteAsync("/api/leaving", Ct)).EnsureSuccessStatusCode();
        // One alone has to name a second one first.
        Assert.Equal("leaving.needs_second", await RefusalAsync(bob, "/api/leaving"));
        // All the while nothing has happened.
        Assert.NotNull(await house.Installation.FindAsync(tenant.Customer, Ct));
        Assert.Equal(404, (int)(await ada.GetAsync(asked.CertificatePath, Ct)).StatusCode);
    }

    [Fact]
    public async Task After_leaving_nothing_is_left_and_the_certificate_says_what_was_destroyed()
    {
        var (tenant, other) = (await house.NewTenantAsync(), await house.NewTenantAsync());
        await Furniture.PutAsync(tenant);
        await Furniture.PutAsync(other);
        await tenant.ExportAsync();
        var compartment = await tenant.CompartmentAsync();
        var keys = compartment.Keys.Keys;
        using var ada = tenant.AdasBrowser();
        var note = (await ada.GetFromJsonAsync<DepartureSummary>("/api/leaving", DomainJson.Options, Ct))!;
        var place = new NpgsqlConnectionStringBuilder(house.Postgres ?? "Host=none");

        var text = await tenant.CertificateAsync(await tenant.LeaveAsync());

        Assert.True(NoteKey.TryParse(note.CertificateKey, out var key));
        var signed = SignedNote.Parse(text);
        signed.Verify([key!]);
        var certificate = DeletionCertificate.Parse(signed.Text);
        Assert.Equal(keys.Select(k => ((long)k.Number, Convert.ToHexStringLower(k.CheckValue))), certificate.Keys.Select(k => (k.Number, k.CheckValue)));
        Assert.Equal((2, 255, 6), (certificate.Counts.Projects, certificate.Counts.Tasks, certificate.Counts.Annotations));
        Assert.True(certificate.Counts is { Assets: 6, Files: > 6, FileBytes: > 1_000, DatabaseBytes: > 10_000, Reviews: 3 }, $"{certificate.Counts}");
        Assert.NotEqual(certificate.AskedBy, certificate.ApprovedBy);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"cloison-customer\n{tenant.Customer}"))), certificate.CustomerHash);
        Assert.Equal(DateOnly.FromDateTime(certificate.FilesRemovedAt.UtcDateTime).AddDays(30), certificate.BackupsUntil);
        // It names nobody.
        foreach (var name in new[] { tenant.Ada.Text, tenant.Bob.Text, Tenant.Name, "Somebody", LeavingHouse.Canary })
            Assert.DoesNotContain(name, text, StringComparison.Ordinal);

        // Nobody gets in any more, and what the customer had is gone.
        Assert.Equal(401, (int)(await ada.GetAsync("/api/projects", Ct)).StatusCode);
        Assert.Null(await house.Installation.FindAsync(tenant.Customer, Ct));
        Assert.False(Directory.Exists(Path.Combine(house.Folder.FullName, "compartments", tenant.Customer.Text)));
        var rows = await house.Installation.KeysOfAsync(tenant.Customer, Ct);
        Assert.All(rows, row => Assert.Equal((KeyState.Destroyed, 0), (row.State, row.Wrapped.Length)));
        foreach (var table in new[] { "sessions", "api_keys", "invitations", "memberships" })
            Assert.Equal(0, await CountAsync($"SELECT COUNT(*) FROM {table} WHERE customer = @c", tenant.Customer));
        Assert.Equal(1, await CountAsync("SELECT COUNT(*) FROM customers WHERE id = @c AND state = 2 AND placement IS NULL AND LENGTH(name) = 0", tenant.Customer));
        if (house.Postgres is not null)
        {
            await using var source = NpgsqlDataSource.Create(place.ToString());
            foreach (var sql in new[] { "SELECT COUNT(*) FROM pg_database WHERE datname = $1", "SELECT COUNT(*) FROM pg_roles WHERE rolname = $1" })
            {
                await using var command = source.CreateCommand(sql);
                command.Parameters.Add(new() { Value = $"cloison_{tenant.Customer}" });
                Assert.Equal(0L, await command.ExecuteScalarAsync(Ct));
            }
        }

        // The other customer works on.
        using var neighbour = other.AdasBrowser();
        Assert.Contains(LeavingHouse.Canary, await neighbour.GetStringAsync("/api/projects", Ct), StringComparison.Ordinal);

        var file = Path.Combine(house.Folder.FullName, "certificate.txt");
        await File.WriteAllTextAsync(file, text, Ct);
        var verified = await CliRun.OfAsync("certificate", "verify", file, "--key", note.CertificateKey);
        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.Contains(certificate.BackupsUntil.ToString("yyyy-MM-dd"), verified.Output, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace("tasks 255", "tasks 254", StringComparison.Ordinal), Ct);
        Assert.Equal(CommandLine.Failed, (await CliRun.OfAsync("certificate", "verify", file, "--key", note.CertificateKey)).ExitCode);
        File.Delete(file);
    }

    [Theory]
    [InlineData(nameof(DepartureStep.Closed))]
    [InlineData(nameof(DepartureStep.Counted))]
    [InlineData(nameof(DepartureStep.KeysDestroyed))]
    [InlineData(nameof(DepartureStep.DatabaseRemoved))]
    [InlineData(nameof(DepartureStep.FilesRemoved))]
    [InlineData(nameof(DepartureStep.Certified))]
    public async Task A_crash_after_any_step_before_it_is_noted_does_not_stop_it(string name)
    {
        var crashAt = Enum.Parse<DepartureStep>(name);
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var keys = (await tenant.CompartmentAsync()).Keys.Keys;
        await ApproveQuietlyAsync(tenant);

        var shredder = new Shredder(
            house.Installation, house.Service<ControlDatabase>(), house.Service<KnownCallers>(), house.Service<TransferJobs>(), house.Service<CustomerExports>(),
            house.Service<CertificateSigner>(), house.Service<KeptLogs>(), TimeProvider.System, house.Service<IDepartingLog>())
        {
            BeforeNoting = step =>
            {
                if (step == crashAt)
                    throw new InvalidOperationException("The power is gone.");
            },
        };
        Assert.Equal("The power is gone.", (await Assert.ThrowsAsync<InvalidOperationException>(() => shredder.RunAsync(tenant.Customer, Ct))).Message);
        var before = await house.Installation.Control.ReadAsync(db => Departure.Read(db, tenant.Customer), Ct);
        Assert.Equal(crashAt - 1, before!.Step);

        // The next start goes on by itself.
        await house.StopAsync();
        await house.StartAsync();
        var text = await tenant.CertificateAsync(new(DepartureState.UnderWay, "", $"/leaving/{before.CodeName}", "", 0, 0));
        var certificate = DeletionCertificate.Parse(SignedNote.Parse(text).Text);
        Assert.Equal(keys.Select(k => Convert.ToHexStringLower(k.CheckValue)), certificate.Keys.Select(k => k.CheckValue));
        Assert.Equal(255, certificate.Counts.Tasks);
        Assert.False(Directory.Exists(Path.Combine(house.Folder.FullName, "compartments", tenant.Customer.Text)));
        Assert.All(await house.Installation.KeysOfAsync(tenant.Customer, Ct), row => Assert.Empty(row.Wrapped));
    }

    [Fact]
    public async Task What_others_may_see_of_the_access_log_outlives_the_customer()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        await ApproveQuietlyAsync(tenant);
        var shredder = new Shredder(
            house.Installation, house.Service<ControlDatabase>(), house.Service<KnownCallers>(), house.Service<TransferJobs>(), house.Service<CustomerExports>(),
            house.Service<CertificateSigner>(), house.Service<KeptLogs>(), TimeProvider.System, new OneEntryLog());
        await shredder.RunAsync(tenant.Customer, Ct);

        using var anybody = new HttpClient { BaseAddress = new(house.Address) };
        var at = $"/leaving/{tenant.Customer}";
        var certificate = DeletionCertificate.Parse(SignedNote.Parse(await anybody.GetStringAsync(at, Ct)).Text);
        Assert.Equal(new LastLogHead(1, OneEntryLog.Root), certificate.Log);
        Assert.Equal(OneEntryLog.Hash, await anybody.GetByteArrayAsync($"{at}/log/tile/0/000.p/1", Ct));
        Assert.Equal("signed", await anybody.GetStringAsync($"{at}/log/checkpoint", Ct));
        foreach (var path in new[] { "tile/0/001", "tile/entries/000", "%2e%2e/%2e%2e/%2e%2e/root.key", "..%2f..%2f..%2froot.key", "checkpoint.part", "" })
            Assert.Equal(404, (int)(await anybody.GetAsync($"{at}/log/{path}", Ct)).StatusCode);
        Assert.Equal(404, (int)(await anybody.GetAsync("/leaving/..%2f..%2fcontrol.db/log/checkpoint", Ct)).StatusCode);
    }

    [Fact]
    public async Task The_access_log_ends_with_the_customer_its_hashes_stay_and_its_keys_go()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var log = await house.Service<OpenLogs>().OfAsync(await tenant.CompartmentAsync());
        var key = log.Keys.Signer.Key;
        var before = (await log.Tree.PublishAsync(Ct)).Size;
        var left = await tenant.LeaveAsync();
        var head = DeletionCertificate.Parse(SignedNote.Parse(await tenant.CertificateAsync(left)).Text).Log!;
        Assert.True(head.Size > before, "The last entry says that its customer has left.");

        using var anybody = new HttpClient { BaseAddress = new(house.Address) };
        var at = $"/leaving/{left.CodeName}/log/";
        var (checkpoint, _) = Checkpoint.Open(SignedNote.Parse(await anybody.GetByteArrayAsync(at + "checkpoint", Ct)), [key]);
        Assert.Equal((head.Size, head.Root), (checkpoint.Size, checkpoint.Root.ToString()));
        var tiles = new Dictionary<string, byte[]>();
        foreach (var tile in TileAddress.All(head.Size))
            tiles.Add(tile.Path, await anybody.GetByteArrayAsync(at + tile.Path, Ct));
        Assert.Equal(checkpoint.Root, TreeMath.Root(new TileHashes(head.Size, tile => tiles[tile.Path]), head.Size));
        var verified = await CliRun.OfAsync("log", "verify", new Uri(new Uri(house.Address), at).ToString(), "--key", key.ToString(), "--hashes", "--json");
        Assert.Equal((CommandLine.Done, head.Root), (verified.ExitCode, System.Text.Json.Nodes.JsonNode.Parse(verified.Output)!["root"]!.ToString()));
        Assert.Equal(CommandLine.Failed, (await CliRun.OfAsync("log", "verify", new Uri(new Uri(house.Address), at).ToString(), "--key", key.ToString())).ExitCode);

        // Nobody signs for it any more, and its entries do not open.
        await Assert.ThrowsAnyAsync<SealBrokenException>(() => LogKeys.OpenAsync(
            house.Installation.Control, house.Installation.ControlKeys, CompartmentName.Of(tenant.Customer), _ => Task.FromResult("another"), LeavingHouse.Now, Ct));
    }

    /// <summary>A log with one entry.</summary>
    private sealed class OneEntryLog : IDepartingLog
    {
        public static readonly byte[] Hash = SHA256.HashData("entry"u8);

        public static string Root => Convert.ToBase64String(Hash);

        public Task CloseAsync(Compartment compartment) => Task.CompletedTask;

        public async Task<LastLogHead?> EndAsync(CustomerId customer, Database database, Func<string, byte[], Task> keep, CancellationToken ct)
        {
            // The database is still there, and the compartment closed.
            Assert.Equal(255, await database.ReadAsync(db => db.Scalar<long>("SELECT COUNT(*) FROM tasks"), ct));
            await Assert.ThrowsAsync<ArgumentException>(() => keep("tile/entries/000", []));
            await Assert.ThrowsAsync<ArgumentException>(() => keep("../../root.key", []));
            await keep("tile/0/000.p/1", Hash);
            await keep("checkpoint", "signed"u8.ToArray());
            return new(1, Root);
        }
    }

    /// <summary>Both have agreed, but the server has not heard of it yet.</summary>
    private async Task ApproveQuietlyAsync(Tenant tenant)
    {
        var pseudonyms = new Pseudonyms(house.Installation, tenant.Customer);
        var departure = new Departure(
            tenant.Customer, tenant.Customer.Text, DepartureStep.Asked, tenant.Ada, LeavingHouse.Now, null, null, new(), null);
        await house.Installation.Control.WriteAsync(
            db =>
            {
                departure.Insert(db);
                (departure with
                {
                    Step = DepartureStep.Approved, ApprovedBy = tenant.Bob, ApprovedAt = LeavingHouse.Now,
                    Facts = new(pseudonyms.Of(tenant.Ada), pseudonyms.Of(tenant.Bob), 30),
                }).Update(db);
            },
            Ct);
    }

    private Task<long> CountAsync(string sql, CustomerId customer) =>
        house.Installation.Control.ReadAsync(db => db.Scalar<long>(sql, ("@c", customer.Text)), Ct);

    private static async Task DoAsync(HttpClient http, string address) =>
        (await http.PostAsJsonAsync(address, new LeavingRequest(Tenant.Name), DomainJson.Options, Ct)).EnsureSuccessStatusCode();

    private static async Task<string?> RefusalAsync(HttpClient http, string address, string name = Tenant.Name)
    {
        using var reply = await http.PostAsJsonAsync(address, new LeavingRequest(name), DomainJson.Options, Ct);
        Assert.False(reply.IsSuccessStatusCode);
        return (await reply.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Ct)).GetProperty("code").GetString();
    }
}

public sealed class LeavingOnPostgres(PostgresLeavingHouse house) : LeavingContract(house), IClassFixture<PostgresLeavingHouse>
{
    private readonly LeavingHouse house = house;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_wrapped_keys_are_in_no_page_of_the_key_ring_any_more()
    {
        var tenant = await house.NewTenantAsync();
        var wrapped = (await house.Installation.KeysOfAsync(tenant.Customer, Ct)).Select(k => k.Wrapped).ToList();
        Assert.Equal(wrapped.Count, await CountInFileAsync(wrapped));
        await tenant.CertificateAsync(await tenant.LeaveAsync());
        Assert.Equal(0, await CountInFileAsync(wrapped));
    }

    /// <summary>How many of them lie in the table's file as it is on the disk, dead rows and all.</summary>
    private async Task<int> CountInFileAsync(List<byte[]> wrapped)
    {
        await using var source = NpgsqlDataSource.Create(house.Postgres!);
        await using (var flush = source.CreateCommand("CHECKPOINT"))
            await flush.ExecuteNonQueryAsync(Ct);
        await using var command = source.CreateCommand("SELECT pg_read_binary_file(pg_relation_filepath('key_ring'))");
        var file = (byte[])(await command.ExecuteScalarAsync(Ct))!;
        return wrapped.Count(key => file.AsSpan().IndexOf(key) >= 0);
    }
}

public sealed class LeavingOnSqlite(SqliteLeavingHouse house) : LeavingContract(house), IClassFixture<SqliteLeavingHouse>
{
    private readonly LeavingHouse house = house;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_decrypts_afterwards_but_what_the_certificate_says_still_does()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        await tenant.ExportAsync();
        var wrapped = (await house.Installation.KeysOfAsync(tenant.Customer, Ct)).Select(k => k.Wrapped).ToList();
        await house.StopAsync();
        // Somebody keeps a copy of everything, root key and all.
        using var before = new CopiedFolder(house.Folder);
        Assert.True(await DecryptsAsync(before.Path, tenant.Customer), "The control: before, all of it opens.");
        await house.StartAsync();
        var certificate = DeletionCertificate.Parse(SignedNote.Parse(await tenant.CertificateAsync(await tenant.LeaveAsync())).Text);
        // While the server runs, with write-ahead logs and all: neither a text nor a wrapped key is left anywhere.
        Assert.Empty(FilesWith(house.Folder, [Encoding.UTF8.GetBytes(LeavingHouse.Canary), .. wrapped]));
        await house.StopAsync();
        Assert.Empty(FilesWith(house.Folder, [Encoding.UTF8.GetBytes(LeavingHouse.Canary), .. wrapped]));
        // The control of the search: in the copy the wrapped keys are found.
        Assert.NotEmpty(FilesWith(new(before.Path), [.. wrapped]));

        // What is left, with the old content put back, under the root key: no.
        using var contentBack = new CopiedFolder(house.Folder);
        CopiedFolder.Copy(new(Path.Combine(before.Path, "compartments")), Path.Combine(contentBack.Path, "compartments"));
        Assert.False(await DecryptsAsync(contentBack.Path, tenant.Customer), "Old content with the key ring as it is now.");
        // The old key ring, without the content: there is nothing to decrypt.
        using var ringBack = new CopiedFolder(house.Folder);
        CopyControl(before.Path, ringBack.Path);
        Assert.False(await DecryptsAsync(ringBack.Path, tenant.Customer), "The old key ring without the content.");
        // The old key ring and the old content, with another root key: no.
        using var otherRoot = new CopiedFolder(new(before.Path));
        File.Delete(Path.Combine(otherRoot.Path, "root.key"));
        FileKeyCustodian.Create(Path.Combine(otherRoot.Path, "root.key")).Dispose();
        Assert.False(await DecryptsAsync(otherRoot.Path, tenant.Customer), "Old copies without the root key.");
        // All three together still open: that is what a backup is, and the certificate says so and until when.
        using var all = new CopiedFolder(new(before.Path));
        File.Copy(Path.Combine(house.Folder.FullName, "root.key"), Path.Combine(all.Path, "root.key"), overwrite: true);
        Assert.True(await DecryptsAsync(all.Path, tenant.Customer));
        Assert.Contains("\nstill-opens copies of the key ring made before keys-destroyed together with the installation's root key, and copies of content", certificate.ToText(), StringComparison.Ordinal);
        Assert.Contains($"\nbackups-hold-ciphertext-until {certificate.FilesRemovedAt.AddDays(30):yyyy-MM-dd}\n", certificate.ToText(), StringComparison.Ordinal);
        await house.StartAsync();
    }

    [Fact]
    public async Task The_program_killed_again_and_again_ends_with_a_certificate()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var other = await house.NewTenantAsync();
        await Furniture.PutAsync(other);
        var key = await house.Service<CertificateSigner>().PublicKeyAsync(Ct);
        var departure = new Departure(tenant.Customer, tenant.Customer.Text, DepartureStep.Asked, tenant.Ada, LeavingHouse.Now, null, null, new(), null);
        await house.StopAsync();
        await using (var installation = await Installation.OpenAsync(new(house.Folder.FullName), TimeProvider.System, Ct))
            await installation.Control.WriteAsync(
                db =>
                {
                    departure.Insert(db);
                    (departure with { Step = DepartureStep.Approved, ApprovedBy = tenant.Bob, ApprovedAt = LeavingHouse.Now, Facts = new("a", "b", 30) }).Update(db);
                },
                Ct);

        // Each time one step further, and then kill -9: whatever it was at.
        for (var step = DepartureStep.Closed; step <= DepartureStep.Certified; step++)
        {
            using var server = ServerProcess.Start(house.Folder.FullName);
            for (var i = 0; i < 6_000 && StepIn(house.Folder, tenant.Customer) < step; i++)
                await Task.Delay(5, Ct);
            await server.KillAsync();
            Assert.True(StepIn(house.Folder, tenant.Customer) >= step, server.Output);
        }

        await house.StartAsync();
        var text = await tenant.CertificateAsync(new(DepartureState.UnderWay, "", $"/leaving/{tenant.Customer}", "", 0, 0));
        Assert.True(NoteKey.TryParse(key, out var known));
        Assert.Single(SignedNote.Parse(text).Verify([known!]));
        Assert.Equal(255, DeletionCertificate.Parse(SignedNote.Parse(text).Text).Counts.Tasks);
        using var neighbour = other.AdasBrowser();
        Assert.Contains(LeavingHouse.Canary, await neighbour.GetStringAsync("/api/projects", Ct), StringComparison.Ordinal);
    }

    private static DepartureStep StepIn(DirectoryInfo folder, CustomerId customer)
    {
        using var db = new Session(new SqliteDialect(Path.Combine(folder.FullName, "control.db")).OpenReader());
        return (DepartureStep)db.Scalar<long>("SELECT step FROM departures WHERE customer = @c", ("@c", customer.Text));
    }

    /// <summary>Whether any of the customer's content opens with what lies in that folder, by whatever way the product has.</summary>
    private static async Task<bool> DecryptsAsync(string folder, CustomerId customer)
    {
        try
        {
            using var custodian = FileKeyCustodian.Open(Path.Combine(folder, "root.key"));
            using var control = new Session(new SqliteDialect(Path.Combine(folder, "control.db")).OpenReader());
            var rows = KeyRingTable.Read(control, CompartmentName.Of(customer));
            using var keys = await KeyRing.UnlockAsync(CompartmentName.Of(customer), rows, custodian, TimeProvider.System, Ct);
            var database = Path.Combine(folder, "compartments", customer.Text, "compartment.db");
            if (!File.Exists(database))
                return false;
            using var db = new Session(new SqliteDialect(database).OpenReader());
            var (project, name) = db.First("SELECT id, name FROM projects LIMIT 1", row => (row.Id<ProjectKind>(0), row.Bytes(1)));
            return keys.For(project).OpenText(Cloison.Server.Platform.Seals.ProjectName(project), name).Contains(LeavingHouse.Canary, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is SealBrokenException or KeyCustodyException)
        {
            return false;
        }
    }

    private static void CopyControl(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(to, "control.db*"))
            File.Delete(file);
        foreach (var file in Directory.EnumerateFiles(from, "control.db*"))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static List<string> FilesWith(DirectoryInfo folder, List<byte[]> patterns) =>
        [.. folder.EnumerateFiles("*", SearchOption.AllDirectories).Where(f => f.Name != "lock").Where(file =>
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return patterns.Any(p => bytes.AsSpan().IndexOf(p) >= 0);
        }).Select(f => f.FullName)];

    private sealed class CopiedFolder : IDisposable
    {
        public CopiedFolder(DirectoryInfo from) => Copy(from, Path);

        public string Path { get; } = Directory.CreateTempSubdirectory("cloison-copy-").FullName;

        public static void Copy(DirectoryInfo from, string to)
        {
            Directory.CreateDirectory(to);
            // A list first: files are replaced while a server runs, and one that was would come twice.
            foreach (var file in from.GetFiles().Where(f => f.Name != "lock").DistinctBy(f => f.Name))
                file.CopyTo(System.IO.Path.Combine(to, file.Name), overwrite: true);

            foreach (var folder in from.EnumerateDirectories())
                Copy(folder, System.IO.Path.Combine(to, folder.Name));
        }

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
