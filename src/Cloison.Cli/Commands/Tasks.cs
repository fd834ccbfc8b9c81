using System.CommandLine;
using Cloison.Client;
using Cloison.Domain.Tasks;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison tasks list PROJECT</c></summary>
internal static class Tasks
{
    public static Command Command()
    {
        var state = new Option<TaskState?>("--state") { Description = "open, review, done or cancelled; all when absent." };
        var label = new Option<string?>("--label") { Description = "Only tasks with this class, or field=value, in an answer." };
        var search = new Option<string?>("--search") { Description = "Only the task with this id or exact name." };
        var limit = new Option<int>("--limit") { Description = "At most this many.", DefaultValueFactory = _ => 100 };
        var list = new Command("list", "Lists a project's tasks, newest first.") { Remote.Project, state, label, search, limit, Remote.Url, Remote.Key, Output.AsJson };
        list.SetAction(async (parsed, ct) =>
        {
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            var filter = new TaskFilter(parsed.GetValue(state), Label: parsed.GetValue(label), Search: parsed.GetValue(search));
            await Output.ListAsync(
                parsed, client.Tasks.ListAsync(project, filter, ct).Take(parsed.GetValue(limit)), ["id", "name", "state", "priority", "answers", "labels", "updated"],
                t => [t.Id.Text, t.Name, t.State.ToString().ToLowerInvariant(), $"{t.Priority}", $"{t.Answers}/{t.Overlap}", string.Join(", ", t.Labels), $"{t.UpdatedAt:u}"], ct);
            return CommandLine.Done;
        });
        return new Command("tasks", "Tasks of a project.") { list };
    }
}
