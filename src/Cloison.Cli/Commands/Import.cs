using System.CommandLine;
using Cloison.Client;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary>
/// <c>cloison import PROJECT FILES…</c>: media, label files and rows. Typed again after a broken connection, it goes on with the import that was
/// left open and sends only what the server does not have.
/// </summary>
internal static class Import
{
    /// <summary>Several at once hide the way to the server; more would only queue there.</summary>
    private const int AtOnce = 4;

    private const int RefusalsShown = 50;

    public static Command Command()
    {
        var files = new Argument<string[]>("files") { Description = "Files, folders or patterns such as 'photos/**/*.jpg'.", Arity = ArgumentArity.OneOrMore };
        var labels = new Option<ImportedLabels>("--labels")
        {
            Description = "What labels in the files become: predictions (shown as pre-labels), gold (known right answers), or none.", DefaultValueFactory = _ => ImportedLabels.Predictions,
        };
        var model = new Option<string?>("--model") { Description = "Names where the predictions come from." };
        var batch = new Option<string?>("--batch") { Description = "The batch that the tasks go into; made when there is none." };
        var map = new Option<string[]>("--map") { Description = "For rows: input=column, once for each input. Guessed when absent.", AllowMultipleArgumentsPerToken = true };
        var mapLabel = new Option<string[]>("--map-label") { Description = "For rows: field=column with answers already there.", AllowMultipleArgumentsPerToken = true };
        var idColumn = new Option<string?>("--id-column") { Description = "For rows: the column that identifies a row for you." };
        var startNew = new Option<bool>("--new") { Description = "Starts a new import although one was left open." };
        var command = new Command("import", "Brings files into a project.")
        {
            Remote.Project, files, labels, model, batch, map, mapLabel, idColumn, startNew, Remote.Url, Remote.Key,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var mapping = Mapping(parsed.GetValue(map) ?? [], parsed.GetValue(mapLabel) ?? [], parsed.GetValue(idColumn));
            var wanted = new NewImport(parsed.GetValue(labels), parsed.GetValue(model), parsed.GetValue(batch), mapping);
            var found = ImportFile.Find(parsed.GetValue(files)!);
            using var client = Remote.Connect(parsed);
            var project = await Remote.FindProjectAsync(client, parsed, ct);
            return await RunAsync(client, project, wanted, found, parsed.GetValue(startNew), Terminal.Of(parsed), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        CloisonClient client, ProjectId project, NewImport wanted, IReadOnlyList<ImportFile> files, bool startNew, Terminal terminal, CancellationToken ct)
    {
        var open = startNew ? null : await FindOpenAsync(client, project, wanted, ct);
        var import = open ?? await client.Imports.StartAsync(project, wanted, ct);
        var missing = open is null ? files : await MissingAsync(client, project, import.Id, files, ct);
        if (open is not null)
            terminal.Note($"Going on with {import.Id}: {files.Count - missing.Count} of {files.Count} files are there already. (--new starts another import.)");
        try
        {
            await terminal.ProgressAsync($"Sending {missing.Count} files", meter => SendAsync(client, project, import.Id, missing, meter, ct));
            await client.Imports.FinishAsync(project, import.Id, ct);
        }
        catch (CloisonException e) when (e.Code == CloisonException.ConnectionLost)
        {
            throw new CommandException($"{e.Message} The same command goes on where this one stopped.");
        }

        var done = await terminal.ProgressAsync("Importing", _ => client.Imports.WaitAsync(project, import.Id, ct: ct));
        return await ReportAsync(client, project, done, terminal, ct);
    }

    private static async Task<ImportSummary?> FindOpenAsync(CloisonClient client, ProjectId project, NewImport wanted, CancellationToken ct)
    {
        await foreach (var import in client.Imports.ListAsync(project, ct))
            if (import.State == TransferState.Receiving && import.Labels == wanted.Labels && import.BatchName == wanted.BatchName?.Trim())
                return import;
        return null;
    }

    private static async Task<IReadOnlyList<ImportFile>> MissingAsync(CloisonClient client, ProjectId project, ImportId import, IReadOnlyList<ImportFile> files, CancellationToken ct)
    {
        var there = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var file in client.Imports.FilesAsync(project, import, ct))
            if (file.Outcome != "refused")
                there.Add(file.Path);
        return [.. files.Where(f => !there.Contains(f.Name))];
    }

    private static async Task<int> SendAsync(CloisonClient client, ProjectId project, ImportId import, IReadOnlyList<ImportFile> files, Meter meter, CancellationToken ct)
    {
        meter.Of(files.Sum(f => f.LengthBytes));
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(files, atOnce, async (file, token) =>
        {
            long counted = 0;
            await client.Imports.SendFileAsync(
                project, import, file.Name, () => File.OpenRead(file.Path),
                sent =>
                {
                    // A second attempt begins at nothing again: the bar follows it back.
                    meter.Add(sent - counted);
                    counted = sent;
                },
                token);
        });
        return files.Count;
    }

    private static async Task<int> ReportAsync(CloisonClient client, ProjectId project, ImportSummary done, Terminal terminal, CancellationToken ct)
    {
        if (done.Refused > 0)
        {
            var refusals = await client.Imports.RefusalsAsync(project, done.Id, ct).Take(RefusalsShown).ToListAsync(ct);
            terminal.Table(["refused", "why"], refusals.Select(r => new[] { r.Place, r.Reason }));
            if (done.Refused > refusals.Count)
                terminal.Say($"… and {done.Refused - refusals.Count} more.");
        }

        terminal.Say($"{done.Id}: {done.Tasks} tasks, {done.LabelsAdded} labels, {done.Duplicates} were there already, {done.Refused} refused.");
        if (done.State == TransferState.Done)
            return CommandLine.Done;
        throw new CommandException($"The import ended as {done.State.ToString().ToLowerInvariant()}. {done.Problem}".TrimEnd());
    }

    private static RowMapping? Mapping(string[] inputs, string[] labels, string? externalId)
    {
        if (inputs.Length == 0)
            return labels.Length == 0 && externalId is null ? null : throw CommandException.Usage("Say also which columns are the inputs: --map input=column.");
        return new(Pairs(inputs), externalId, labels.Length == 0 ? null : Pairs(labels));
    }

    private static Dictionary<string, string> Pairs(string[] pairs)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
            if (pair.Split('=', 2) is not [{ Length: > 0 } name, { Length: > 0 } column] || !read.TryAdd(name, column))
                throw CommandException.Usage($"'{pair}' is not name=column, or the name is given twice.");
        return read;
    }
}
