using System.CommandLine;
using System.Text;
using Cloison.Transparency;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison log receipt FILE --key KEY [--entry FILE]</c>: checks a <c>.tlog-proof</c>, without the log.</summary>
internal static class CheckReceipt
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "The receipt: a .tlog-proof file." };
        var entry = new Option<FileInfo?>("--entry") { Description = "A file with the entry's bytes; the one that the receipt brings along when absent." };
        var keys = new Option<string[]>("--key") { Description = "The log's public key (name+id+key), and those of witnesses.", Required = true, AllowMultipleArgumentsPerToken = true };
        var receipt = new Command("receipt", "Checks that a log holds an entry, from a receipt alone.") { file, entry, keys };
        receipt.SetAction(async (parsed, ct) =>
        {
            var known = parsed.GetValue(keys)!.Select(LogPlace.ReadKey).ToList();
            try
            {
                var proof = LogProof.Parse(Encoding.UTF8.GetString(await ReadAsync(parsed.GetValue(file)!, ct)));
                var bytes = parsed.GetValue(entry) is { } given ? await ReadAsync(given, ct) : proof.Extra;
                if (bytes is null)
                    throw CommandException.Usage("The receipt does not bring its entry along: give it with --entry.");
                var (checkpoint, signatures) = proof.Verify(bytes, known);
                var terminal = Terminal.Of(parsed);
                terminal.Say($"{checkpoint.Origin}: entry {proof.Index} of {checkpoint.Size} is this:");
                terminal.Say(Encoding.UTF8.GetString(bytes));
                VerifyLog.PrintSignatures(terminal, signatures);
                return CommandLine.Done;
            }
            catch (NoteException e)
            {
                throw new CommandException($"DO NOT BELIEVE THIS RECEIPT. {e.Message}");
            }
        });
        return receipt;
    }

    private static async Task<byte[]> ReadAsync(FileInfo file, CancellationToken ct) =>
        file.Exists ? await File.ReadAllBytesAsync(file.FullName, ct) : throw CommandException.Usage($"There is no file {file.FullName}.");
}
