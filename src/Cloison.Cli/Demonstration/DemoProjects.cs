using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;

namespace Cloison.Cli.Demonstration;

/// <summary>The projects of the demo, with the data of samples/demo, imported as customers import theirs.</summary>
internal sealed class DemoProjects(CloisonClient client)
{
    private static readonly string Samples = Path.Combine(AppContext.BaseDirectory, "samples", "demo");

    /// <returns>The projects that people have begun to work on.</returns>
    public async Task<(ProjectId Boxes, ProjectId Reviews)> MakeForHeronAsync(CancellationToken ct)
    {
        var templates = (await client.Projects.TemplatesAsync(ct)).ToDictionary(t => t.Id, StringComparer.Ordinal);
        var boxes = await MakeAsync(
            templates["image_boxes"] with { Ontology = templates["image_boxes"].Ontology with { Classes = [Drawn("boat", "#4269d0", "1"), Drawn("heron", "#2f7d4f", "2"), Drawn("buoy", "#b0620a", "3")] } },
            "Harbour: boats, herons, buoys", reviewLevels: 1, ct: ct);
        await ImportAsync(boxes, new(ImportedLabels.Predictions, Model: "harbour-detector-2"), Directory.EnumerateFiles(Path.Combine(Samples, "images")), ct);

        await WithRowsAsync(templates["named_entities"], "Names in novels", "novels.jsonl", ["text"], ct: ct);
        var reviews = await WithRowsAsync(templates["text_classification"], "Reviews: how does the writer feel?", "reviews.csv", ["text"], overlap: 2, ct: ct);
        await WithRowsAsync(templates["compare_texts"], "Which answer helps more?", "comparisons.jsonl", ["prompt", "answer_a", "answer_b"], ct: ct);
        await WithRowsAsync(templates["free_form"], "Write the answer", "prompts.csv", ["prompt"], reviewLevels: 1, ct: ct);
        return (boxes, reviews);
    }

    public async Task MakeForOtterAsync(CancellationToken ct)
    {
        var template = (await client.Projects.TemplatesAsync(ct)).First(t => t.Id == "text_classification");
        var fields = new ChoiceField
        {
            Name = "topic", Title = "What is the request about?", Required = true,
            Options = [new("fault", "A fault", "1"), new("wish", "A wish", "2"), new("bill", "A bill", "3"), new("other", "Something else", "4")],
        };
        await WithRowsAsync(
            template with { Ontology = template.Ontology with { Fields = [fields] }, Instructions = "# What is the request about?\n" }, "Requests by topic", "tickets.csv", ["text"], ct: ct);
    }

    private async Task<ProjectId> WithRowsAsync(
        ProjectTemplate template, string name, string file, IReadOnlyList<string> inputs, int overlap = 1, int reviewLevels = 0, CancellationToken ct = default)
    {
        var project = await MakeAsync(template, name, overlap, reviewLevels, ct);
        // The columns are called like the inputs.
        var mapping = new RowMapping(inputs.ToDictionary(i => i, i => i, StringComparer.Ordinal), ExternalId: "id");
        await ImportAsync(project, new(ImportedLabels.None, Mapping: mapping), [Path.Combine(Samples, "texts", file)], ct);
        return project;
    }

    private async Task<ProjectId> MakeAsync(ProjectTemplate template, string name, int overlap = 1, int reviewLevels = 0, CancellationToken ct = default) =>
        (await client.Projects.CreateAsync(new(name, template.Ontology, template.Instructions, overlap, reviewLevels), ct)).Id;

    private async Task ImportAsync(ProjectId project, NewImport wanted, IEnumerable<string> files, CancellationToken ct)
    {
        var import = await client.Imports.StartAsync(project, wanted with { BatchName = "Demo" }, ct);
        foreach (var file in files)
            await client.Imports.SendFileAsync(project, import.Id, Path.GetFileName(file), () => File.OpenRead(file), ct: ct);
        await client.Imports.FinishAsync(project, import.Id, ct);
        var done = await client.Imports.WaitAsync(project, import.Id, ct: ct);
        if (done.State == TransferState.Done && done.Refused == 0 && done.Tasks > 0)
            return;
        var refusal = await client.Imports.RefusalsAsync(project, import.Id, ct).FirstOrDefaultAsync(ct);
        throw new CommandException($"The sample data did not go in: {done.State}, {done.Tasks} tasks. {done.Problem} {refusal?.Place} {refusal?.Reason}".TrimEnd());
    }

    private static LabelClass Drawn(string name, string color, string hotkey) => new(name, color, [ShapeKind.Box], Hotkey: hotkey);
}
