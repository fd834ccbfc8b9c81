using System.Formats.Tar;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cloison.Cli;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Formats.Dataset;
using Cloison.ServerTests.Cli;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.ServerTests.Storage.Sealing.Age;
using Cloison.Storage.Doctor;
using Cloison.Storage.Sealing.Age;

namespace Cloison.ServerTests.Leaving;

/// <summary>What customers do with what they take along: check it, open it with other programs, bring it in elsewhere.</summary>
public sealed class TakenAlongTests(SqliteLeavingHouse house) : IClassFixture<SqliteLeavingHouse>, IDisposable
{
    private static readonly Regex Ids = new("(cus|per|prj|tsk|ast|ann|lse|rev|cmt|bat|imp|exp|inv|key)_[0-9a-z]{26}", RegexOptions.None, TimeSpan.FromSeconds(10));

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_command_line_takes_everything_out_and_verifies_it_without_a_server()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        var (key, file) = (await tenant.KeyAsync(), folder.Of("all.tar"));
        var exported = await RunAsync(key, "customer", "export", "-o", file);
        Assert.True(exported.ExitCode == 0, exported.Error);
        Assert.Equal(CommandLine.WrongUsage, (await RunAsync(key, "customer", "export", "-o", file)).ExitCode);

        var certificateKey = (await new HttpClient().GetStringAsync($"{house.Address}/leaving/key", Ct)).Trim();
        var verified = await CliRun.OfAsync("customer", "verify", file, "--key", certificateKey);
        Assert.True(verified.ExitCode == 0, verified.Error);
        Assert.Contains("Signed by cloison/certificates", verified.Output, StringComparison.Ordinal);

        var bytes = await File.ReadAllBytesAsync(file, Ct);
        bytes[bytes.AsSpan().IndexOf(" said"u8)] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        Assert.Equal(CommandLine.Failed, (await CliRun.OfAsync("customer", "verify", file)).ExitCode);
        // Somebody else's key.
        await File.WriteAllBytesAsync(file, await tenant.DownloadAsync(await tenant.ExportAsync()), Ct);
        var stranger = "other+" + certificateKey.Split('+', 2)[1];
        Assert.NotEqual(CommandLine.Done, (await CliRun.OfAsync("customer", "verify", file, "--key", stranger)).ExitCode);
    }

    [Fact]
    public async Task An_encrypted_package_is_opened_by_its_owner_alone_also_with_the_stock_program()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        using var identity = AgeIdentity.NewRandom();
        var (file, secret, opened) = (folder.Of("all.tar.age"), folder.Of("secret"), folder.Of("all.tar"));
        await File.WriteAllTextAsync(secret, $"# mine\n{identity.ToSecretText()}\n", Ct);
        var exported = await RunAsync(await tenant.KeyAsync(), "customer", "export", "-o", file, "--recipient", identity.Recipient.ToString());
        Assert.True(exported.ExitCode == 0, exported.Error);

        Assert.Equal(CommandLine.WrongUsage, (await CliRun.OfAsync("customer", "verify", file)).ExitCode);
        var verified = await CliRun.OfAsync("customer", "verify", file, "--identity", secret);
        Assert.True(verified.ExitCode == 0, verified.Error);

        Assert.SkipWhen(AgeProgramTests.IsMissing, "Needs Debian's age.");
        await AgeProgramTests.RunAsync("age", "-d", "-i", secret, "-o", opened, file);
        var unpacked = folder.Of("unpacked");
        Directory.CreateDirectory(unpacked);
        // And the rest with the tools of every Linux machine.
        await AgeProgramTests.RunAsync("tar", "-xf", opened, "-C", unpacked);
        Assert.DoesNotContain("FAILED", await AgeProgramTests.RunAsync("sh", "-c", $"cd '{unpacked}' && sha256sum -c MANIFEST.sha256"), StringComparison.Ordinal);
        Assert.Contains("# Everything of", await File.ReadAllTextAsync(Path.Combine(unpacked, "README.md"), Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_is_imported_again_as_it_was_and_brings_no_id_or_name_of_its_old_owner()
    {
        var (tenant, other) = (await house.NewTenantAsync(), await house.NewTenantAsync());
        var (texts, images) = await Furniture.PutAsync(tenant);
        await PrioritiseAsync(tenant, images);
        var tar = await tenant.DownloadAsync(await tenant.ExportAsync());
        var unpacked = folder.Of("unpacked");
        Directory.CreateDirectory(unpacked);
        await TarFile.ExtractToDirectoryAsync(new MemoryStream(tar), unpacked, overwriteFiles: false, Ct);

        var key = await other.KeyAsync();
        foreach (var project in new[] { texts, images })
        {
            var ontology = (await Package.OpenAsync(tar)).Lines($"projects/{project}/ontologies.jsonl")[^1]["content"]!;
            using var ada = other.AdasBrowser();
            var made = await Tenant.PostAsync<ProjectDetail>(ada, "/api/projects", new JsonObject { ["name"] = "Again", ["ontology"] = ontology.DeepClone() });
            var imported = await RunAsync(key, "import", made.Id.Text, Path.Combine(unpacked, "projects", project.Text, "import"));
            Assert.True(imported.ExitCode == 0, imported.Error);
            Assert.Contains(" 0 refused", imported.Output, StringComparison.Ordinal);
            var (before, after) = (await ItemsAsync(tenant, project), await ItemsAsync(other, made.Id));
            Assert.Equal(before.Keys.Order(), after.Keys.Order());
            foreach (var (name, item) in before)
            {
                var again = after[name];
                Assert.Equal((Shown(item), item.Batch, item.Priority), (Shown(again), again.Batch, again.Priority));
                // Gold stays gold, predictions stay what they were; people's answers that count come as predictions.
                Assert.Equal(Answers(item, AnswerKind.Gold), Answers(again, AnswerKind.Gold));
                string[] expected =
                [
                    .. Answers(item, AnswerKind.Prediction),
                    .. (item.Answers ?? []).Where(a => a.Kind == AnswerKind.Result || a.State is Domain.Tasks.AnnotationState.Accepted or Domain.Tasks.AnnotationState.InReview)
                        .Select(a => Json(a.Content)),
                ];
                Assert.Equal(expected, Answers(again, AnswerKind.Prediction));
            }
        }

        // P17: no id and no name of the first customer went along.
        var theirs = await Package.OpenAsync(await other.DownloadAsync(await other.ExportAsync()));
        var old = AllIds(await Package.OpenAsync(tar));
        Assert.True(old.Count > 250);
        Assert.Empty(AllIds(theirs).Intersect(old));
        // The control: ids that do go along are found.
        Assert.NotEmpty(AllIds(theirs).Intersect(AllIds(theirs)));
        Assert.DoesNotContain(tenant.Customer.Text, string.Concat(theirs.Order.Select(theirs.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_leaves_in_the_middle_of_an_export_and_the_doctor_finds_nothing_of_it()
    {
        var tenant = await house.NewTenantAsync();
        await Furniture.PutAsync(tenant);
        using (var ada = tenant.AdasBrowser())
            await Tenant.PostAsync<CustomerExportSummary>(ada, "/api/leaving/exports", new NewCustomerExport());
        await tenant.CertificateAsync(await tenant.LeaveAsync());
        await house.StopAsync();
        Assert.Equal([FindingLevel.Fine], await FindingsAsync(tenant.Customer));
        // Files that come back from a backup are noticed.
        Directory.CreateDirectory(Path.Combine(house.Folder.FullName, "compartments", tenant.Customer.Text));
        Assert.Equal([FindingLevel.Problem], await FindingsAsync(tenant.Customer));
        Directory.Delete(Path.Combine(house.Folder.FullName, "compartments", tenant.Customer.Text));
        await house.StartAsync();
    }

    private async Task<List<FindingLevel>> FindingsAsync(CustomerId customer)
    {
        var levels = new List<FindingLevel>();
        await foreach (var finding in Examination.RunAsync(house.Folder.FullName, deep: true, TimeProvider.System, Ct))
            if (finding.Where.Contains(customer.Text, StringComparison.Ordinal))
                levels.Add(finding.Level);
        return levels;
    }

    private Task<CliRun> RunAsync(string key, params string[] args) => CliRun.OfAsync([.. args, "--url", house.Address, "--key", key]);

    private static async Task PrioritiseAsync(Tenant tenant, ProjectId project)
    {
        using var ada = tenant.AdasBrowser();
        var task = JsonNode.Parse(await ada.GetStringAsync($"/api/projects/{project}/tasks?limit=1", Ct))!["items"]![0]!["id"];
        (await ada.PatchAsJsonAsync($"/api/projects/{project}/tasks/{task}", new { priority = 9 }, Ct)).EnsureSuccessStatusCode();
    }

    /// <summary>A project's tasks by their names, as the native format has them.</summary>
    private static async Task<Dictionary<string, DatasetItem>> ItemsAsync(Tenant tenant, ProjectId project)
    {
        var package = await Package.OpenAsync(await tenant.DownloadAsync(await tenant.ExportAsync()));
        return package.Text($"projects/{project}/import/tasks.jsonl").Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => JsonSerializer.Deserialize<DatasetItem>(line, DomainJson.Options)!).ToDictionary(i => i.ExternalId!);
    }

    private static string Shown(DatasetItem item) => item.Data.Json.ToJsonString();

    private static IEnumerable<string> Answers(DatasetItem item, AnswerKind kind) => (item.Answers ?? []).Where(a => a.Kind == kind).Select(a => Json(a.Content));

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, DomainJson.Options);

    private static HashSet<string> AllIds(Package package) =>
        [.. package.Order.SelectMany(name => Ids.Matches(name + "\n" + package.Text(name)).Select(m => m.Value))];
}
