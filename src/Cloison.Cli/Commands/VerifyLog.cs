using System.CommandLine;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison log verify PLACE --key KEY [--seen FILE] [--people]</c>: checks a whole transparency log, in a folder or on a server. Asks nobody else.</summary>
internal static class VerifyLog
{
    public static Command Command()
    {
        var seen = new Option<FileInfo?>("--seen") { Description = "A file with the checkpoint of the last time: the log must contain it. Rewritten when all is well; made when it is not there." };
        var people = new Option<bool>("--people") { Description = "Also reads the entries: a line for each person, and what somebody should look at. Ends with 1 when there is something." };
        var verify = new Command("verify", "Checks signatures, every entry, every tile, and that nothing has changed since the last time.") { LogPlace.Place, LogPlace.Keys, seen, people, Output.AsJson };
        verify.SetAction(async (parsed, ct) =>
        {
            using var log = await LogPlace.OpenAsync(parsed, ct);
            var known = log.Known;
            var file = parsed.GetValue(seen);
            var before = file is { Exists: true } ? await ReadSeenAsync(file, known, ct) : null;
            var terminal = Terminal.Of(parsed);
            var review = parsed.GetValue(people) ? new LogReview() : null;
            AuditReport report;
            try
            {
                report = await terminal.ProgressAsync("Verifying", meter => LogAudit.RunAsync(
                    log.Files, known, before, review is null ? null : (index, entry) => review.Add(index, entry.Span), ct: ct,
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
            if (log.IsKeyFromServer)
                terminal.Note($"The log's key came from the server itself. Compare it with the one that you were given, and name it next time: --key {known[0]}");
            if (review is null)
                return CommandLine.Done;
            await PrintPeopleAsync(terminal, review, log, ct);
            return review.Findings.Count == 0 ? CommandLine.Done : CommandLine.Failed;
        });
        return new("log", "Transparency logs.") { verify, SaveLog.Command(), CheckReceipt.Command() };
    }

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
        PrintSignatures(terminal, signatures);
    }

    internal static void PrintSignatures(Terminal terminal, IReadOnlyList<VerifiedSignature> signatures)
    {
        foreach (var signature in signatures)
            terminal.Say(signature.Time is { } time ? $"Cosigned by {signature.Key.Name} at {time:u}." : $"Signed by {signature.Key.Name}.");
    }

    private static async Task PrintPeopleAsync(Terminal terminal, LogReview review, LogPlace log, CancellationToken ct)
    {
        var names = log.Client is { } client ? (await client.Log.PeopleAsync(ct)).ToDictionary(p => p.Pseudonym, p => p.Name, StringComparer.Ordinal) : [];
        terminal.Table(
            ["pseudonym", "name", "first", "last", "sessions", "things", "entries"],
            review.People.Select(IReadOnlyList<string> (p) => [p.Pseudonym, names.GetValueOrDefault(p.Pseudonym, ""), $"{p.First:u}", $"{p.Last:u}", $"{p.Sessions}", $"{p.Things}", p.Counts]));
        if (review.Unread > 0)
            terminal.Note($"{review.Unread} entries are in no format that this release knows.");
        foreach (var line in review.StillOut.Concat(review.Findings))
            terminal.Note(line);
        if (review.Findings.Count == 0)
            terminal.Note("Nothing to look at: every answer was given to somebody before, nobody saw anything after the wall had refused him, and the clock went forward.");
    }

    private sealed record Verified(string Origin, long Size, string Root, long Tiles, long? SeenSize, IReadOnlyList<Signer> Signatures);

    private sealed record Signer(string Name, DateTimeOffset? Time);
}
