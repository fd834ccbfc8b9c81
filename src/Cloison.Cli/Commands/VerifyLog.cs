using System.CommandLine;
using System.Net;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison log verify PLACE --key KEY [--seen FILE]</c>: checks a whole transparency log, in a folder or on a server. Asks nobody else.</summary>
internal static class VerifyLog
{
    public static Command Command()
    {
        var place = new Argument<string>("place") { Description = "The log's address, or a folder with its files." };
        var keys = new Option<string[]>("--key") { Description = "The log's public key (name+id+key), and those of witnesses.", Required = true, AllowMultipleArgumentsPerToken = true };
        var seen = new Option<FileInfo?>("--seen") { Description = "A file with the checkpoint of the last time: the log must contain it. Rewritten when all is well; made when it is not there." };
        var verify = new Command("verify", "Checks signatures, every entry, every tile, and that nothing has changed since the last time.") { place, keys, seen, Output.AsJson };
        verify.SetAction(async (parsed, ct) =>
        {
            var known = parsed.GetValue(keys)!.Select(ReadKey).ToList();
            var file = parsed.GetValue(seen);
            var before = file is { Exists: true } ? await ReadSeenAsync(file, known, ct) : null;
            using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All, AllowAutoRedirect = false });
            var terminal = Terminal.Of(parsed);
            AuditReport report;
            try
            {
                report = await terminal.ProgressAsync("Verifying", meter => LogAudit.RunAsync(
                    Open(parsed.GetValue(place)!, http), known, before, ct: ct,
                    progress: (done, all) =>
                    {
                        meter.Of(all);
                        meter.Set(done);
                    }));
            }
            catch (NoteException e)
            {
                throw new CommandException($"DO NOT BELIEVE THIS LOG. {e.Message}");
            }

            if (file is not null)
                await KeepAsync(file, report.Note, ct);
            Print(parsed, terminal, report, before);
            return CommandLine.Done;
        });
        return new("log", "Transparency logs.") { verify };
    }

    private static ILogFiles Open(string place, HttpClient http)
    {
        if (Uri.TryCreate(place, UriKind.Absolute, out var address) && address.Scheme is "https" or "http")
            return new WebLog(http, address);
        return Directory.Exists(place) ? new FolderLog(place) : throw CommandException.Usage($"'{place}' is no address and no folder.");
    }

    private static NoteKey ReadKey(string text) =>
        NoteKey.TryParse(text, out var key) ? key! : throw CommandException.Usage($"'{text}' is no public key: it looks like name+1234abcd+AbCd….");

    private static async Task<Checkpoint> ReadSeenAsync(FileInfo file, List<NoteKey> keys, CancellationToken ct)
    {
        try
        {
            return Checkpoint.Open(SignedNote.Parse(await File.ReadAllBytesAsync(file.FullName, ct)), keys).Checkpoint;
        }
        catch (NoteException e)
        {
            throw new CommandException($"{file.FullName} is no checkpoint of this log: {e.Message}");
        }
    }

    /// <summary>Whole or not at all: half a checkpoint would be taken for a break next time.</summary>
    private static async Task KeepAsync(FileInfo file, SignedNote note, CancellationToken ct)
    {
        var written = $"{file.FullName}.part";
        await File.WriteAllBytesAsync(written, note.ToUtf8(), ct);
        File.Move(written, file.FullName, overwrite: true);
    }

    private static void Print(ParseResult parsed, Terminal terminal, AuditReport report, Checkpoint? before)
    {
        var (checkpoint, signatures) = (report.Checkpoint, report.Signatures);
        if (parsed.GetValue(Output.AsJson))
        {
            terminal.Json(new Verified(
                checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString(), report.Tiles, before?.Size, [.. signatures.Select(s => new Signer(s.Key.Name, s.Time))]));
            return;
        }

        terminal.Say($"{checkpoint.Origin}: all {checkpoint.Size} entries are those that the log signed.");
        terminal.Say(before is null ? "Nothing was seen before to compare with." : $"The {before.Size} entries that were seen before are among them, unchanged.");
        foreach (var signature in signatures)
            terminal.Say(signature.Time is { } time ? $"Cosigned by {signature.Key.Name} at {time:u}." : $"Signed by {signature.Key.Name}.");
    }

    private sealed record Verified(string Origin, long Size, string Root, long Tiles, long? SeenSize, IReadOnlyList<Signer> Signatures);

    private sealed record Signer(string Name, DateTimeOffset? Time);
}
