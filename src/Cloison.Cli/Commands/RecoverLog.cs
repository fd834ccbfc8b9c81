using System.CommandLine;
using Cloison.Server.Features.Log;
using Cloison.Storage.Compartments;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary>
/// <c>cloison log recover --reason TEXT [--customer NAME] [--checkpoint FILE]</c>: when a database was put back from a backup and no newer one is left. On the data folder of
/// servers that are stopped.
/// </summary>
internal static class RecoverLog
{
    public static Command Command()
    {
        var reason = new Option<string>("--reason") { Description = "What happened, in one line of at most 500 characters. Customers read it; it is signed and cannot be changed.", Required = true };
        var customer = new Option<string?>("--customer") { Description = "Only this customer's log, by his name. Without it: every log that is behind, and the log of logs." };
        var checkpoint = new Option<FileInfo?>("--checkpoint") { Description = "A checkpoint of the log that somebody has kept, such as its witness: when the marks in the data folder were put back as well." };
        var recover = new Command("recover", "Closes logs whose database was put back from a backup, and begins new ones that say what is missing. For ever: put back a newer backup if there is one.")
        {
            reason, customer, checkpoint, Serve.Data, Serve.Postgres, Serve.RootKeyVariable,
        };
        recover.SetAction(async (parsed, ct) =>
        {
            var place = Serve.Place(parsed);
            // Opening a folder makes what is missing: a mistyped one must not become an installation.
            if (!Directory.Exists(place.DataFolder) || (place.RootKeyVariable is null && !File.Exists(Path.Combine(place.DataFolder, "root.key"))))
                throw new CommandException($"There is no Cloison data in {place.DataFolder}.");
            var terminal = Terminal.Of(parsed);
            await using var installation = await Installation.OpenAsync(place, TimeProvider.System, ct);
            IReadOnlyList<RecoveredLog> recovered;
            try
            {
                var outcome = await new RecoverLogs(installation, TimeProvider.System).RunAsync(
                    parsed.GetValue(customer), parsed.GetValue(reason)!, parsed.GetValue(checkpoint) is { } file ? SignedNote.Parse(await File.ReadAllBytesAsync(file.FullName, ct)) : null, ct);
                recovered = outcome.Succeeded ? outcome.Value : throw CommandException.Of(outcome.Problem);
            }
            catch (NoteException e)
            {
                throw new CommandException($"This is not a checkpoint of that log: {e.Message}");
            }

            foreach (var (of, broken) in recovered)
            {
                terminal.Say(
                    $"{of?.Text ?? "The log of logs"}: {broken.Closed.Name} is closed. It had signed {broken.Size} entries, {broken.Kept} are left, {broken.Missing} are missing. {broken.Next.Name} takes its place.");
                terminal.Note($"Its key, for the customer's witnesses, key agent and verifiers: {broken.Next}");
            }

            if (recovered.Count == 0)
                throw new CommandException("No log is behind what it has signed: nothing was changed.");
            return CommandLine.Done;
        });
        return recover;
    }
}
