using System.CommandLine;
using Cloison.Client;
using Cloison.Contracts;

namespace Cloison.Cli.Commands;

/// <summary>
/// <c>cloison customer export -o FILE [--recipient age1…]</c>. What has come lies beside the file as <c>FILE.exp_….part</c>; typed again, the command goes on with that
/// very export.
/// </summary>
internal static class ExportCustomer
{
    public static Command Command()
    {
        var file = new Option<string>("--output", "-o") { Description = "The file to write.", Required = true };
        var recipient = new Option<string?>("--recipient") { Description = "An age public key (age1…): the server encrypts the file, and only its owner can open it." };
        var startNew = new Option<bool>("--new") { Description = "Makes a new export although part of one is here." };
        var force = new Option<bool>("--force") { Description = "Replaces a file that is there." };
        var command = new Command("export", "Takes everything of the customer out: projects, files, answers of every state, people, keys' metadata.")
        {
            file, recipient, startNew, force, Remote.Url, Remote.Key,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file)!);
            if (File.Exists(path) && !parsed.GetValue(force))
                throw CommandException.Usage($"{path} is there already; --force replaces it.");
            if (!Directory.Exists(Path.GetDirectoryName(path)))
                throw CommandException.Usage($"There is no folder {Path.GetDirectoryName(path)}.");
            using var client = Remote.Connect(parsed);
            return await RunAsync(client, new(parsed.GetValue(recipient)), path, parsed.GetValue(startNew), Terminal.Of(parsed), ct);
        });
        return command;
    }

    private static async Task<int> RunAsync(CloisonClient client, NewCustomerExport wanted, string path, bool startNew, Terminal terminal, CancellationToken ct)
    {
        var begun = startNew ? null : await FindBegunAsync(client, wanted, path, ct);
        if (begun is not null)
            terminal.Note($"Going on with {begun.Id} of {begun.CreatedAt:u}. (--new exports again.)");
        var export = begun ?? await client.Leaving.StartExportAsync(wanted, ct);
        export = await terminal.ProgressAsync("Writing everything", _ => client.Leaving.WaitForExportAsync(export.Id, ct));
        if (export.State != TransferState.Done)
            throw new CommandException($"The export ended as {export.State.ToString().ToLowerInvariant()}. {export.Problem}".TrimEnd());

        await terminal.ProgressAsync("Receiving", meter => ReceiveAsync(client, export, path, meter, ct));
        terminal.Say($"{path}: {export.Members} files, {export.Bytes} bytes{(export.Recipient is null ? "" : $", encrypted for {export.Recipient}")}.");
        return CommandLine.Done;
    }

    private static async Task<bool> ReceiveAsync(CloisonClient client, CustomerExportSummary export, string path, Meter meter, CancellationToken ct)
    {
        meter.Of(export.Bytes);
        var part = PartOf(path, export.Id);
        await using (var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            await client.Leaving.DownloadAsync(export, file, meter.Set, ct);
        File.Move(part, path, overwrite: true);
        return true;
    }

    /// <summary>The export that a part beside the file is of, when the server still has it and it is what is asked for.</summary>
    private static async Task<CustomerExportSummary?> FindBegunAsync(CloisonClient client, NewCustomerExport wanted, string path, CancellationToken ct) =>
        (await client.Leaving.ExportsAsync(ct)).FirstOrDefault(e => e.Recipient == wanted.Recipient && File.Exists(PartOf(path, e.Id)));

    private static string PartOf(string path, ExportId export) => $"{path}.{export}.part";
}
