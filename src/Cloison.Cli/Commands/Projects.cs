using System.CommandLine;
using Cloison.Contracts;
using Cloison.Domain.Tasks;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison projects list</c> and <c>cloison projects show PROJECT</c></summary>
internal static class Projects
{
    public static Command Command() => new("projects", "Projects of the key's customer.") { List(), Show() };

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
