using System.CommandLine;
using System.Text.Json;
using Cloison.Client;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison projects list</c>, <c>show PROJECT</c> and <c>create NAME</c></summary>
internal static class Projects
{
    public static Command Command() => new("projects", "Projects of the key's customer.") { List(), Show(), Create() };

    private static Command List()
    {
        var state = new Option<ProjectState?>("--state") { Description = "active, paused or archived; all when absent." };
        var list = new Command("list", "Lists projects, newest first.") { state, Remote.Url, Remote.Key, Output.AsJson };
        list.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            await Output.ListAsync(
                parsed, client.Projects.ListAsync(parsed.GetValue(state), ct), ["id", "name", "state", "open/review/done"],
                p => [p.Id.Text, p.Name, Word(p.State), $"{p.Tasks.Open}/{p.Tasks.Review}/{p.Tasks.Done}"], ct);
            return CommandLine.Done;
        });
        return list;
    }

    private static Command Show()
    {
        var show = new Command("show", "Shows one project.") { Remote.Project, Remote.Url, Remote.Key, Output.AsJson };
        show.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var project = await client.Projects.ReadAsync(await Remote.FindProjectAsync(client, parsed, ct), ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(project);
            else
                terminal.Table(["", project.Name], Facts(project));
            return CommandLine.Done;
        });
        return show;
    }

    private static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What people know it by." };
        var template = new Option<string?>("--template") { Description = "What people will do: image_boxes, named_entities, … An unknown one lists all." };
        var ontology = new Option<FileInfo?>("--ontology") { Description = "A JSON file with the ontology, instead of the template's." };
        var instructions = new Option<FileInfo?>("--instructions") { Description = "A Markdown file." };
        var overlap = new Option<int>("--overlap") { Description = "Answers a task, 1 to 100.", DefaultValueFactory = _ => 1 };
        var reviewLevels = new Option<int>("--review-levels") { Description = "Reviews that an answer must pass, 0 to 2.", DefaultValueFactory = _ => 0 };
        var lease = new Option<int>("--lease-seconds") { Description = "How long a task is held without a sign of life, 60 to 86400.", DefaultValueFactory = _ => 900 };
        var create = new Command("create", "Creates a project and prints its id.") { name, template, ontology, instructions, overlap, reviewLevels, lease, Remote.Url, Remote.Key, Output.AsJson };
        create.SetAction(async (parsed, ct) =>
        {
            var own = await ReadOntologyAsync(parsed.GetValue(ontology), ct);
            if (own is null && parsed.GetValue(template) is null)
                throw CommandException.Usage("What will people do? Give --template or --ontology.");
            var text = parsed.GetValue(instructions) is { } file ? await ReadTextAsync(file, ct) : null;
            using var client = Remote.Connect(parsed);
            var from = parsed.GetValue(template) is { } id ? await FindTemplateAsync(client, id, ct) : null;
            var project = await client.Projects.CreateAsync(
                new(parsed.GetValue(name)!, own ?? from!.Ontology, text ?? from?.Instructions ?? "", parsed.GetValue(overlap), parsed.GetValue(reviewLevels), parsed.GetValue(lease)), ct);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(project);
            else
                terminal.Say(project.Id.Text);
            return CommandLine.Done;
        });
        return create;
    }

    private static async Task<ProjectTemplate> FindTemplateAsync(CloisonClient client, string id, CancellationToken ct)
    {
        var all = await client.Projects.TemplatesAsync(ct);
        return all.FirstOrDefault(t => t.Id == id) ?? throw CommandException.Usage($"There is no template '{id}'. There are {string.Join(", ", all.Select(t => t.Id))}.");
    }

    private static async Task<Ontology?> ReadOntologyAsync(FileInfo? file, CancellationToken ct)
    {
        if (file is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<Ontology>(await ReadTextAsync(file, ct), DomainJson.Options) ?? throw new CommandException($"{file.Name} is no ontology: it is empty.");
        }
        catch (JsonException e)
        {
            throw new CommandException($"{file.Name} is no ontology: {e.Message}");
        }
    }

    private static async Task<string> ReadTextAsync(FileInfo file, CancellationToken ct) =>
        file.Exists ? await File.ReadAllTextAsync(file.FullName, ct) : throw CommandException.Usage($"There is no file {file.FullName}.");

    private static IEnumerable<IReadOnlyList<string>> Facts(ProjectDetail project)
    {
        yield return ["id", project.Id.Text];
        yield return ["state", Word(project.State)];
        yield return ["editor", project.Ontology.Editor.ToString().ToLowerInvariant()];
        yield return ["inputs", string.Join(", ", project.Ontology.Inputs.Select(i => i.Name))];
        yield return ["classes", string.Join(", ", (project.Ontology.Classes ?? []).Select(c => c.Name))];
        yield return ["relations", string.Join(", ", (project.Ontology.Relations ?? []).Select(r => r.Name))];
        yield return ["fields", string.Join(", ", (project.Ontology.Fields ?? []).Select(f => f.Name))];
        yield return ["ontology version", project.OntologyVersion.ToString()];
        yield return ["answers a task", project.Overlap.ToString()];
        yield return ["review levels", project.ReviewLevels.ToString()];
        yield return ["lease", $"{project.LeaseSeconds} s"];
        yield return ["tasks", $"{project.Tasks.Open} open, {project.Tasks.Review} in review, {project.Tasks.Done} done, {project.Tasks.Cancelled} cancelled"];
        yield return ["created", $"{project.CreatedAt:u}"];
    }

    private static string Word(ProjectState state) => state.ToString().ToLowerInvariant();
}
