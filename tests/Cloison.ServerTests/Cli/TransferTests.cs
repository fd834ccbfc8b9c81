using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.ServerTests.Client;
using Cloison.ServerTests.Storage.Sealing;

namespace Cloison.ServerTests.Cli;

public sealed class TransferTests(RunningServer server) : IClassFixture<RunningServer>, IDisposable
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples", "demo");
    private static readonly Ontology Boxes = new(
        Editor.Image, [new("image", InputKind.Image)], [.. new[] { "boat", "heron", "buoy" }.Select(name => new LabelClass(name, "#336699", [ShapeKind.Box]))]);

    private static readonly Ontology Form = new(Editor.Form, [new("text", InputKind.Text)], Fields: [new TextField { Name = "answer" }]);

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_and_their_labels_go_in_and_come_out_again()
    {
        var project = await MakeAsync(Boxes);
        var imported = await RunAsync("import", project.Text, Path.Combine(Samples, "images"), "--model", "m1", "--batch", "B");
        Assert.True(imported.ExitCode == 0, imported.Error);
        Assert.Contains("12 tasks", imported.Output, StringComparison.Ordinal);

        using var client = server.Heron();
        Assert.Equal("B", Assert.Single(await client.Projects.BatchesAsync(project, Ct)).Name);
        var file = folder.Of("out.jsonl");
        var exported = await RunAsync("export", project.Text, "--format", "native", "--answers", "everything", "-o", file);
        Assert.True(exported.ExitCode == 0, exported.Error);
        Assert.Contains("12 tasks", exported.Output, StringComparison.Ordinal);
        Assert.Single(folder.Files());

        Assert.Equal(2, (await RunAsync("export", project.Text, "--format", "native", "-o", file)).ExitCode);
        var listed = await RunAsync("tasks", "list", project.Text, "--json");
        Assert.Equal(12, listed.Output.TrimEnd().Split('\n').Length);
        Assert.Contains("boat, heron, buoy", (await RunAsync("projects", "show", project.Text)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parts_of_quality_follow_the_project_which_is_named_once()
    {
        var project = (await MakeAsync(Boxes)).Text;
        Assert.True((await RunAsync("import", project, Path.Combine(Samples, "images"), "--labels", "none")).ExitCode == 0);
        foreach (var part in new string[][] { [], ["--analysis"], ["exam"], ["exam", "--none"], ["acceptance", "list"] })
        {
            var said = await RunAsync(["quality", project, .. part]);
            Assert.True(said.ExitCode == 0, $"{string.Join(' ', part)}: {said.Error}");
        }

        var refused = await RunAsync("quality", project, "exam", "--questions", "5");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("The project has 0 exam tasks; a try needs 5.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("quality", project, "exam", "--none", "--tries", "2")).ExitCode);
        // Understood, and refused by the server: nothing is finished yet.
        Assert.Equal(1, (await RunAsync("quality", project, "acceptance", "plan", "--rejectable", "0.05")).ExitCode);
    }

    [Fact]
    public async Task A_project_is_made_from_a_template_or_from_an_ontology_in_a_file()
    {
        var made = await RunAsync("projects", "create", "From a template", "--template", "named_entities", "--overlap", "2");
        Assert.True(made.ExitCode == 0, made.Error);
        using var client = server.Heron();
        var project = await client.Projects.ReadAsync(ProjectId.Parse(made.Output.Trim()), Ct);
        Assert.Equal((2, "PER"), (project.Overlap, project.Ontology.Classes![0].Name));

        var file = folder.Of("ontology.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(Boxes, DomainJson.Options), Ct);
        var own = await RunAsync("projects", "create", "From a file", "--ontology", file, "--json");
        Assert.True(own.ExitCode == 0, own.Error);
        Assert.Contains("boat", own.Output, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "{\"editor\":\"abacus\"}", Ct);
        var refused = await RunAsync("projects", "create", "X", "--ontology", file);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("ontology.json is no ontology", refused.Error, StringComparison.Ordinal);
        var unknown = await RunAsync("projects", "create", "X", "--template", "nonsense");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("free_form", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_go_in_by_the_columns_that_are_named()
    {
        var project = await MakeAsync(Form);
        var imported = await RunAsync("import", project.Text, Path.Combine(Samples, "texts", "novels.jsonl"), "--map", "text=source", "--id-column", "id", "--labels", "none");
        Assert.True(imported.ExitCode == 0, imported.Error);
        using var client = server.Heron();
        var task = await client.Tasks.ListAsync(project, new(Search: "verne-80-days"), Ct).SingleAsync(Ct);
        Assert.StartsWith("Jules Verne", task.Excerpt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_that_was_broken_off_goes_on_with_what_is_missing()
    {
        var project = await MakeAsync(Boxes);
        using var client = server.Heron();
        var begun = await client.Imports.StartAsync(project, new(), Ct);
        var first = Path.Combine(Samples, "images", "harbour-01.jpg");
        await client.Imports.SendFileAsync(project, begun.Id, "harbour-01.jpg", () => File.OpenRead(first), ct: Ct);

        var run = await RunAsync("import", project.Text, Path.Combine(Samples, "images"));
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains($"Going on with {begun.Id}: 1 of 13 files", run.Error, StringComparison.Ordinal);
        Assert.Equal(12, (await client.Imports.ReadAsync(project, begun.Id, Ct)).Tasks);
    }

    [Fact]
    public async Task What_is_refused_is_listed()
    {
        var project = await MakeAsync(Boxes);
        await File.WriteAllTextAsync(folder.Of("broken.jpg"), "no picture", Ct);
        var run = await RunAsync("import", project.Text, folder.Of("broken.jpg"));
        Assert.Contains("broken.jpg\t", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 refused", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_goes_on_with_the_part_that_is_there()
    {
        var project = await MakeAsync(Form);
        await RunAsync("import", project.Text, Path.Combine(Samples, "texts", "reviews.csv"));
        using var client = server.Heron();
        var export = await client.Exports.WaitAsync(project, (await client.Exports.StartAsync(project, new("native", ExportedAnswers.Everything), Ct)).Id, ct: Ct);
        Assert.Equal(20, export.Tasks);
        using var whole = new MemoryStream();
        await client.Exports.DownloadAsync(project, export, whole, ct: Ct);
        var file = folder.Of("out.jsonl");
        await File.WriteAllBytesAsync($"{file}.{export.Id}.part", whole.ToArray()[..100], Ct);

        var run = await RunAsync("export", project.Text, "--format", "native", "--answers", "everything", "-o", file);
        Assert.Contains($"Going on with {export.Id}", run.Error, StringComparison.Ordinal);
        Assert.Equal(whole.ToArray(), await File.ReadAllBytesAsync(file, Ct));
    }

    public void Dispose() => folder.Dispose();

    private async Task<ProjectId> MakeAsync(Ontology ontology)
    {
        using var client = server.Heron();
        return (await client.Projects.CreateAsync(new NewProject("T", ontology), Ct)).Id;
    }

    private Task<CliRun> RunAsync(params string[] args) => CliRun.OfAsync([.. args, "--url", server.Address.ToString(), "--key", server.HeronKey]);
}
