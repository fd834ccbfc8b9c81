using System.CommandLine;
using Cloison.Client;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary>
/// <c>cloison export PROJECT --format F -o FILE</c>. What has come lies beside the file as <c>FILE.exp_….part</c>; typed again, the command goes on
/// with that very export.
/// </summary>
internal static class Export
{
    public static Command Command()
    {
        var format = new Option<string>("--format") { Description = "native, coco, voc, yolo, cvat, csv or conll.", Required = true };
        var file = new Option<string>("--output", "-o") { Description = "The file to write.", Required = true };
        var answers = new Option<ExportedAnswers>("--answers")
        {
            Description = "results (one a task), accepted (every accepted answer), or everything (also predictions and rejected ones; native only).",
            DefaultValueFactory = _ => ExportedAnswers.Results,
        };
        var media = new Option<bool>("--media") { Description = "Adds the media files, where the format is an archive." };
        var startNew = new Option<bool>("--new") { Description = "Makes a new export although part of one is here." };
        var force = new Option<bool>("--force") { Description = "Replaces a file that is there." };
        var command = new Command("export", "Takes results out of a project.")
        {
            Remote.Project, format, file, answers, media, startNew, force, Remote.Url, Remote.Key,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            if (File.Exists(path) && !parsed.GetValue(force))
                throw CommandException.Usage($"{path} is there already; --force replaces it.");
            var wanted = new NewExport(parsed.GetValue(format)!, parsed.GetValue(answers), parsed.GetValue(media));
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            return await RunAsync(client, project, wanted, path, parsed.GetValue(startNew), Terminal.Of(parsed), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(CloisonClient client, ProjectId project, NewExport wanted, string path, bool startNew, Terminal terminal, CancellationToken ct)
    {
        var begun = startNew ? null : await FindBegunAsync(client, project, wanted, path, ct);
        if (begun is not null)
            terminal.Note($"Going on with {begun.Id} of {begun.CreatedAt:u}. (--new exports again.)");
        var export = begun ?? await client.Exports.StartAsync(project, wanted, ct);
        export = await terminal.ProgressAsync("Writing the export", _ => client.Exports.WaitAsync(project, export.Id, ct: ct));
        if (export.State != TransferState.Done)
            throw new CommandException($"The export ended as {export.State.ToString().ToLowerInvariant()}. {export.Problem}".TrimEnd());

        await terminal.ProgressAsync("Receiving", meter => ReceiveAsync(client, project, export, path, meter, ct));
        if (export.Losses.Count > 0)
            terminal.Table(["not in the file", "why", "times"], export.Losses.Select(l => new[] { l.What, l.Reason, $"{l.Count}" }));
        terminal.Say(
            $"{path}: {export.Tasks} tasks, {export.Annotations} answers, {export.Bytes} bytes"
            + (export.Losses.Count == 0 ? ", nothing lost." : "; what did not fit is listed above."));
        return CommandLine.Done;
    }

    private static async Task<bool> ReceiveAsync(CloisonClient client, ProjectId project, ExportSummary export, string path, Meter meter, CancellationToken ct)
    {
        meter.Of(export.Bytes);
        var part = PartOf(path, export.Id);
        await using (var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await client.Exports.DownloadAsync(project, export, file, meter.Set, ct);
        File.Move(part, path, overwrite: true);
        return true;
    }

    /// <summary>The export that a part beside the file is of, when the server still has it and it is what is asked for.</summary>
    private static async Task<ExportSummary?> FindBegunAsync(CloisonClient client, ProjectId project, NewExport wanted, string path, CancellationToken ct)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            throw CommandException.Usage($"There is no folder {folder}.");
        var name = Path.GetFileName(path);
        var parts = Directory.EnumerateFiles(folder).Select(Path.GetFileName).OfType<string>()
            .Where(file => file.StartsWith(name + ".", StringComparison.Ordinal) && file.EndsWith(".part", StringComparison.Ordinal) && file.Length > name.Length + 6)
            .Select(file => file[(name.Length + 1)..^5]);
        foreach (var text in parts)
            if (ExportId.TryParse(text, out var id) && await FindAsync(client, project, id, ct) is { } export && export.Format == wanted.Format && export.Answers == wanted.Answers)
                return export;
        return null;
    }

    private static async Task<ExportSummary?> FindAsync(CloisonClient client, ProjectId project, ExportId export, CancellationToken ct)
    {
        try
        {
            return await client.Exports.ReadAsync(project, export, ct);
        }
        catch (CloisonException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static string PartOf(string path, ExportId export) => $"{path}.{export}.part";
}
