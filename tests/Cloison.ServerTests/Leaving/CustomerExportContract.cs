using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;
using Cloison.Formats.Package;
using Cloison.Server.Features.Leaving;
using Cloison.Server.Features.Leaving.Packaging;
using Cloison.Server.Platform.Certificates;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.ServerTests.Leaving;

public abstract class CustomerExportContract(LeavingHouse house)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_in_the_database_is_in_the_package_and_opens_to_the_same()
    {
        var tenant = await house.NewTenantAsync();
        var (texts, images) = await Furniture.PutAsync(tenant);
        var export = await tenant.ExportAsync();
        Assert.Equal((TransferState.Done, null), (export.State, export.Problem));
        var tar = await tenant.DownloadAsync(export);
        Assert.Equal(export.Bytes, tar.Length);
        var package = await Package.OpenAsync(tar);
        Assert.Equal(export.Members + 2, package.Order.Count);

        var compartment = await tenant.CompartmentAsync();
        foreach (var project in new[] { texts, images })
            foreach (var table in CustomerTables.OfProject)
                await CompareAsync(table, package, compartment, project);
        // What there should be, so that nothing is compared with nothing.
        var at = $"projects/{texts}/";
        foreach (var file in new[] { "tasks", "predictions", "annotations", "reviews", "comments", "drafts", "leases", "task-people", "task-events", "labels", "person-stats", "exports", "ontologies", "batches" })
            Assert.True(package.Lines($"{at}{file}.jsonl").Count > 0, $"{file} is empty.");
        Assert.Equal(2, package.Lines(at + "ontologies.jsonl").Count);
        Assert.All(package.Lines(at + "tasks.jsonl"), t => Assert.Contains(LeavingHouse.Canary, t["content"]!["data"]!["text"]!.ToString(), StringComparison.Ordinal));
        Assert.All(package.Lines(at + "annotations.jsonl"), a => Assert.Equal($"{LeavingHouse.Canary} said", a["content"]!["values"]![LeavingHouse.Canary]!.ToString()));
        Assert.Contains(package.Lines(at + "annotations.jsonl"), a => a["state"]!.ToString() == "rejected" || a["reworkUntil"] is not null);
        Assert.Contains(package.Lines(at + "leases.jsonl"), l => l["reason"]?.ToString() == $"Dark {LeavingHouse.Canary}");

        // The files, byte for byte, under their own names.
        for (var i = 0; i < 5; i++)
            Assert.Equal(Furniture.Png(i), package.Files[$"projects/{images}/import/street {LeavingHouse.Canary}/{i}.png"]);
        Assert.Equal(Furniture.Png(99), package.Files[package.Order.Single(n => n.StartsWith($"projects/{images}/other-files/", StringComparison.Ordinal))]);
        Assert.Equal(6, package.Lines($"projects/{images}/files.jsonl").Count);

        Assert.Equal(5, package.Lines("people.jsonl").Count);
        Assert.Single(package.Lines("invitations.jsonl"));
        Assert.Single(package.Lines("api-keys.jsonl"));
        Assert.Equal(
            compartment.Keys.Keys.Select(k => (k.Number.ToString(), Convert.ToHexStringLower(k.CheckValue))),
            package.Lines("keys.jsonl").Select(k => (k["number"]!.ToString(), k["checkValue"]!.ToString())));
        Assert.Equal(Tenant.Name, package.Lines("customer.json")[0]["name"]!.ToString());
        Assert.DoesNotContain("secret", package.Text("api-keys.jsonl"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_access_log_in_the_package_verifies_without_the_server()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var package = await Package.OpenAsync(await tenant.DownloadAsync(await tenant.ExportAsync()));
        Assert.True(NoteKey.TryParse(package.Text("log/keys").TrimEnd(), out var key));
        var types = new List<string>();
        var report = await LogAudit.RunAsync(new PackedLog(package), [key!], onEntry: (_, entry) => types.Add(EntryEncoding.Read(entry.Span).Type), ct: Ct);
        Assert.Equal(types.Count, report.Checkpoint.Size);
        Assert.Contains("submit", types);
        // The control: another log's key does not open it.
        await Assert.ThrowsAsync<NoteException>(() => LogAudit.RunAsync(new PackedLog(package), [new LogSigner(key!.Name, Ed25519Key.FromSeed(new byte[32])).Key], ct: Ct));
    }

    private sealed class PackedLog(Package package) : ILogFiles
    {
        public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => Task.FromResult(package.Files.GetValueOrDefault($"log/{path}"));
    }

    [Fact]
    public async Task The_manifest_holds_every_file_and_the_note_its_hash()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var tar = await tenant.DownloadAsync(await tenant.ExportAsync());
        var package = await Package.OpenAsync(tar);
        var listed = package.Order.SkipLast(2).Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(package.Files[name]))}  {name}\n");
        Assert.Equal(string.Concat(listed), package.Text(PackageManifest.Name));
        var report = await PackageCheck.RunAsync(new MemoryStream(tar), null, Ct);
        Assert.Equal(package.Order.Count - 2, report.Members);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(package.Files[PackageManifest.Name])), report.Note, StringComparison.Ordinal);
        Assert.True(NoteKey.TryParse(await house.Service<CertificateSigner>().PublicKeyAsync(Ct), out var key));
        Assert.Single(SignedNote.Parse(report.Note).Verify([key!]));
    }

    [Fact]
    public async Task A_package_that_was_cut_off_or_altered_anywhere_is_refused()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var tar = await tenant.DownloadAsync(await tenant.ExportAsync());
        foreach (var cut in new[] { 1, 2, 3, 10, 100 })
            await Assert.ThrowsAsync<PackageException>(() => PackageCheck.RunAsync(new MemoryStream(tar[..(int)(tar.Length * (cut / 101.0))]), null, Ct));
        var names = (await Package.OpenAsync(tar)).Order;
        foreach (var name in names.SkipLast(1))
        {
            // A file's first byte: behind the header that names it.
            var altered = (byte[])tar.Clone();
            var content = IndexOfContent(altered, name);
            if (content < 0)
                continue;
            altered[content] ^= 1;
            await Assert.ThrowsAsync<PackageException>(() => PackageCheck.RunAsync(new MemoryStream(altered), null, Ct));
        }
    }

    [Fact]
    public async Task An_export_that_was_interrupted_is_made_again_and_leaves_nothing_beside_it()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var compartment = await tenant.CompartmentAsync();
        var row = (await CreateCustomerExport.StoreAsync(compartment, new(), tenant.Ada, house.Service<Cloison.Server.Platform.Access.ControlDatabase>(), TimeProvider.System, Ct)).Value;
        await using (var left = await compartment.Blobs.CreateArtifactAsync(null, $"{row.Id}-spool-left", Ct))
            await left.CommitAsync(Ct);
        await house.StopAsync();
        await house.StartAsync();
        // Somebody uses the compartment, and the job goes on.
        compartment = await tenant.CompartmentAsync();
        CustomerExportRow? found = null;
        for (var i = 0; i < 1_000 && found?.State != TransferState.Done; i++)
        {
            await Task.Delay(20, Ct);
            found = await compartment.Database.ReadAsync(db => CustomerExportRow.Read(db, row.Id), Ct);
        }

        Assert.Equal(TransferState.Done, found!.State);
        Assert.Equal([found.Artifact!], compartment.Blobs.ListArtifacts(null));
    }

    [Fact]
    public async Task Only_administrators_may_and_nobody_of_another_customer()
    {
        var (tenant, other) = (await house.NewTenantAsync(), await house.NewTenantAsync());
        var export = await tenant.ExportAsync();
        using var stranger = other.AdasBrowser();
        Assert.Equal(404, (int)(await stranger.GetAsync($"/api/leaving/exports/{export.Id}/content", Ct)).StatusCode);
        using var engineer = Visitors.Client(house.Address, (await Visitors.SignInAsync(house.Installation, tenant.Customer, LeavingHouse.Now, Domain.People.Role.Engineer)).Token);
        Assert.Equal(403, (int)(await engineer.GetAsync($"/api/leaving/exports/{export.Id}/content", Ct)).StatusCode);
        using var ada = tenant.AdasBrowser();
        using var wrong = await ada.PostAsync("/api/leaving/exports", new StringContent("""{"recipient":"age1nonsense"}""", Encoding.UTF8, "application/json"), Ct);
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    /// <summary>Every row, every clear column, and that every sealed one opened.</summary>
    private static async Task CompareAsync(TableExport table, Package package, Compartment compartment, ProjectId project)
    {
        var lines = package.Lines($"projects/{project}/{table.File}");
        var scope = table.Scope switch
        {
            RowScope.Project => "project = @project",
            RowScope.Self => "id = @project",
            RowScope.Task => "task IN (SELECT id FROM tasks WHERE project = @project)",
            _ => "import IN (SELECT id FROM imports WHERE project = @project)",
        };
        var from = table.With is { } second ? $"{table.Table} JOIN {second.Table} ON {second.Table}.{second.On} = {table.Table}.id" : table.Table;
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                $"SELECT {string.Join(", ", table.Fields.Select(f => f.Column))} FROM {from} WHERE {scope} ORDER BY {string.Join(", ", table.Key)}",
                row => Enumerable.Range(0, row.FieldCount).Select(i => row.IsDBNull(i) ? null : row.GetValue(i)).ToArray(), ("@project", project.Text)),
            Ct);
        Assert.Equal((table.Table, rows.Count), (table.Table, lines.Count));
        foreach (var (row, line) in rows.Zip(lines))
            foreach (var (field, value) in table.Fields.Zip(row))
            {
                var written = line[field.Member];
                Assert.Equal((table.Table, field.Column, value is null), (table.Table, field.Column, written is null));
                if (value is not null && field is TextField)
                    Assert.Equal((string)value, written!.ToString());
                else if (value is not null && field is NumberField)
                    Assert.Equal(Convert.ToInt64(value), written!.GetValue<long>());
                else if (value is not null && field is TimeField)
                    Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(value)), written!.GetValue<DateTimeOffset>());
                else if (value is not null && field is RealField)
                    Assert.Equal(Convert.ToDouble(value), written!.GetValue<double>());
            }
    }

    private static int IndexOfContent(byte[] tar, string name)
    {
        // The ordinary header of the entry comes last of its headers; its content begins with the next block.
        var pattern = Encoding.UTF8.GetBytes(name.Length > 100 ? name[..100] : name);
        for (var block = 0; block + 512 < tar.Length; block += 512)
            if (tar.AsSpan(block, pattern.Length).SequenceEqual(pattern) && (pattern.Length == 100 || tar[block + pattern.Length] == 0) && tar[block + 156] == (byte)'0'
                && Convert.ToInt64(Encoding.ASCII.GetString(tar, block + 124, 11).Trim('\0', ' '), 8) > 0)
                return block + 512;
        return -1;
    }
}

public sealed class CustomerExportOnSqlite(SqliteLeavingHouse house) : CustomerExportContract(house), IClassFixture<SqliteLeavingHouse>
{
    private readonly LeavingHouse house = house;

    [Fact]
    public async Task Every_table_and_column_is_written_or_left_out_on_purpose()
    {
        var compartment = await (await house.NewTenantAsync()).CompartmentAsync();
        var columns = await compartment.Database.ReadAsync(
            db => db.List("SELECT m.name, p.name FROM sqlite_master m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY 1, 2", row => (Table: row.GetString(0), Column: row.GetString(1))),
            TestContext.Current.CancellationToken);
        Assert.Equal([], Forgotten(columns));
        // The controls: a new table, and a new column of an old one, are noticed.
        Assert.Equal(["diaries.text", "tasks.colour"], Forgotten([.. columns, ("diaries", "text"), ("tasks", "colour")]));
        // Nothing is named that is not there.
        Assert.All(
            CustomerTables.OfProject.Concat(CustomerTables.OfCustomer).SelectMany(t => t.LeftOut.Select(c => (t.Table, c))), left => Assert.Contains(left, columns));
    }

    private static IEnumerable<string> Forgotten(IReadOnlyList<(string Table, string Column)> columns)
    {
        // Both columns of task_contents' key are the task's.
        var known = CustomerTables.OfProject.Concat(CustomerTables.OfCustomer)
            .SelectMany(t => t.Fields.Select(f => f.Column).Concat(t.LeftOut).SelectMany(c => t.With is { } second ? [(t.Table, c), (second.Table, c), (second.Table, second.On!)] : new[] { (t.Table, c) }))
            .ToHashSet();
        return columns.Where(c => !CustomerTables.LeftOut.Contains(c.Table) && !c.Table.StartsWith("log_", StringComparison.Ordinal) && !known.Contains(c)).Select(c => $"{c.Table}.{c.Column}").Order();
    }
}

public sealed class CustomerExportOnPostgres(PostgresLeavingHouse house) : CustomerExportContract(house), IClassFixture<PostgresLeavingHouse>;
