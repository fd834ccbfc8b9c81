using System.CommandLine;
using Cloison.Transparency;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison log verify PLACE --key KEY [--seen FILE] [--people] [--accept-break] [--hashes]</c>: checks a whole transparency log, in a folder or on a server. Asks nobody else.</summary>
internal static class VerifyLog
{
    public static Command Command()
    {
        var seen = new Option<FileInfo?>("--seen") { Description = "A file with the checkpoint of the last time: the log must contain it. Rewritten when all is well; made when it is not there." };
        var people = new Option<bool>("--people") { Description = "Also reads the entries: a line for each person, and what somebody should look at. Ends with 1 when there is something." };
        var accept = new Option<bool>("--accept-break")
        {
            Description = "Takes note that an earlier log was closed because its database had been put back, and that this one took its place: --seen goes on with this one. Without it, such a break ends with 1.",
        };
        var hashes = new Option<bool>("--hashes")
        {
            Description = "Checks the hashes of the entries only: of a customer who has left, they are all that is kept. What the entries said is not checked.",
        };
        var verify = new Command("verify", "Checks signatures, every entry, every tile, and that nothing has changed since the last time.")
        {
            LogPlace.Place, LogPlace.Keys, seen, people, accept, hashes, Output.AsJson,
        };
        verify.SetAction(async (parsed, ct) =>
        {
            if (parsed.GetValue(hashes) && parsed.GetValue(people))
                throw CommandException.Usage("--people reads the entries, and --hashes does not.");
            using var log = await LogPlace.OpenAsync(parsed, ct);
            var file = parsed.GetValue(seen);
            var remembered = file is { Exists: true } ? await ReadSeenAsync(file, ct) : null;
            var before = remembered is null ? null : Checkpoint.Parse(remembered.Text);
            var terminal = Terminal.Of(parsed);
            var review = parsed.GetValue(people) ? new LogReview() : null;
            Verification done;
            try
            {
                done = await terminal.ProgressAsync("Verifying", meter => parsed.GetValue(hashes)
                    ? CheckHashesAsync(log, remembered, before, meter, ct)
                    : CheckAsync(log, remembered, before, review, meter, ct));
            }
            catch (NoteException e)
            {
                throw new CommandException($"DO NOT BELIEVE THIS LOG. {e.Message}");
            }

            var isNews = done.Breaks.Count > 0 && done.Compared is null && !parsed.GetValue(accept);
            if (file is not null && !isNews)
                await KeepAsync(file, done.Report.Note, ct);
            Print(parsed, terminal, done, before, parsed.GetValue(hashes));
            if (log.IsKeyFromServer)
                terminal.Note($"The log's key came from the server itself. Compare it with the one that you were given, and name it next time: --key {log.Known[0]}");
            if (review is not null)
                await PrintPeopleAsync(terminal, review, log, ct);
            if (isNews)
                terminal.Note("This ends with 1 because of the break. When you have read it and asked what you have to ask: --accept-break.");
            return isNews || review?.Findings.Count > 0 ? CommandLine.Failed : CommandLine.Done;
        });
        return new("log", "Transparency logs.") { verify, SaveLog.Command(), CheckReceipt.Command(), RecoverLog.Command() };
    }

    /// <param name="Keys">Those that were given, and those that follow from what closed logs have signed.</param>
    /// <param name="Compared">The checkpoint of the last time, when it is of this very log.</param>
    private sealed record Verification(AuditReport Report, IReadOnlyList<AuditedBreak> Breaks, IReadOnlyCollection<NoteKey> Keys, Checkpoint? Compared);

    private static async Task<Verification> CheckAsync(LogPlace log, SignedNote? remembered, Checkpoint? before, LogReview? review, Meter meter, CancellationToken ct)
    {
        var breaks = await BreakAudit.RunAsync(log.Files, log.Known, before, ct);
        var keys = KeysOf(log, breaks);
        if (remembered is not null)
            CheckSeen(remembered, keys);
        var compared = breaks.Any(b => b.Break.Closed.Name == before?.Origin) ? null : before;
        var first = Array.Empty<byte>();
        var report = await LogAudit.RunAsync(
            log.Files, keys, compared,
            (index, entry) =>
            {
                if (index == 0)
                    first = entry.ToArray();
                review?.Add(index, entry.Span);
            },
            ProgressOf(meter),
            ct);
        BreakAudit.CheckBeginning(report.Checkpoint.Origin, first, breaks);
        return new(report, breaks, keys, compared);
    }

    private static async Task<Verification> CheckHashesAsync(LogPlace log, SignedNote? remembered, Checkpoint? before, Meter meter, CancellationToken ct)
    {
        if (remembered is not null)
            CheckSeen(remembered, log.Known);
        return new(await LogAudit.RunOnHashesAsync(log.Files, log.Known, before, ProgressOf(meter), ct), [], log.Known, before);
    }

    private static Action<long, long> ProgressOf(Meter meter) => (done, all) =>
    {
        meter.Of(all);
        meter.Set(done);
    };

    private static void CheckSeen(SignedNote remembered, IReadOnlyCollection<NoteKey> keys)
    {
        try
        {
            Checkpoint.Open(remembered, keys);
        }
        catch (NoteException e)
        {
            throw new CommandException($"What --seen names is no checkpoint of this log: {e.Message}");
        }
    }

    /// <summary>The keys that were given, and those of the logs before and after each break: one of the two has vouched for the other.</summary>
    internal static IReadOnlyCollection<NoteKey> KeysOf(LogPlace log, IReadOnlyList<AuditedBreak> breaks) =>
        [.. log.Known.Concat(breaks.SelectMany(b => new[] { b.Break.Closed, b.Break.Next })).Distinct()];

    private static async Task<SignedNote> ReadSeenAsync(FileInfo file, CancellationToken ct)
    {
        try
        {
            var note = SignedNote.Parse(await File.ReadAllBytesAsync(file.FullName, ct));
            Checkpoint.Parse(note.Text);
            return note;
        }
        catch (NoteException e)
        {
            throw new CommandException($"{file.FullName} is no checkpoint of a log: {e.Message}");
        }
    }

    /// <summary>Whole or not at all: half a checkpoint would be taken for a break next time.</summary>
    private static async Task KeepAsync(FileInfo file, SignedNote note, CancellationToken ct)
    {
        var written = $"{file.FullName}.part";
        await File.WriteAllBytesAsync(written, note.ToUtf8(), ct);
        File.Move(written, file.FullName, overwrite: true);
    }

    private static void Print(ParseResult parsed, Terminal terminal, Verification done, Checkpoint? before, bool isOfHashes)
    {
        var (checkpoint, signatures) = (done.Report.Checkpoint, done.Report.Signatures);
        var notChecked = done.Report.Note.Unchecked(done.Keys);
        if (parsed.GetValue(Output.AsJson))
        {
            terminal.Json(new Verified(
                checkpoint.Origin, checkpoint.Size, checkpoint.Root.ToString(), done.Report.Tiles, done.Compared?.Size, [.. signatures.Select(s => new Signer(s.Key.Name, s.Time))],
                [.. notChecked.Select(key => key.Name)],
                [.. done.Breaks.Select(b => new Break(b.Break.Closed.Name, b.Break.Size, b.Break.Root.ToString(), b.Break.Kept, b.Break.Missing, b.SeenAndGone, b.Break.Next.Name, b.Break.At, b.Break.Reason))]));
            return;
        }

        PrintBreaks(terminal, done.Breaks);
        terminal.Say(isOfHashes
            ? $"{checkpoint.Origin}: the hashes of all {checkpoint.Size} entries make the root that the log signed, {checkpoint.Root}. What the entries said was not checked."
            : $"{checkpoint.Origin}: all {checkpoint.Size} entries are those that the log signed.");
        if (before is null)
            terminal.Say("Nothing was seen before to compare with.");
        else if (done.Compared is not null)
            terminal.Say($"The {before.Size} entries that were seen before are among them, unchanged.");
        PrintSignatures(terminal, signatures);
        foreach (var key in notChecked)
            terminal.Say($"Signed by {key.Name} with ML-DSA-44 as well: that cannot be checked on this machine.");
    }

    internal static void PrintBreaks(Terminal terminal, IReadOnlyList<AuditedBreak> breaks)
    {
        foreach (var (_, broken, gone) in breaks)
        {
            terminal.Say(
                $"BREAK: {broken.Closed.Name} was closed at {broken.At:u}, because its database had been put back from a backup. It had signed {broken.Size} entries (root {broken.Root}); "
                + $"{broken.Kept} were left. {(broken.Missing > 0 ? $"{broken.Missing} are missing." : "Some of them are not those that were signed.")} {broken.Next.Name} takes its place.");
            terminal.Say($"The operator's reason: {broken.Reason}");
            if (gone is not null)
                terminal.Say(gone == 0 ? "All the entries that you had seen are among those that were left, unchanged." : $"Of the entries that you had seen, {gone} are missing.");
        }
    }

    internal static void PrintSignatures(Terminal terminal, IReadOnlyList<VerifiedSignature> signatures)
    {
        foreach (var signature in signatures)
            terminal.Say(signature switch
            {
                { Key.Type: NoteKeyType.MlDsa44, Time: { } time } => $"Signed by {signature.Key.Name} with ML-DSA-44 at {time:u}.",
                { Time: { } time } => $"Cosigned by {signature.Key.Name} at {time:u}.",
                _ => $"Signed by {signature.Key.Name}.",
            });
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

    private sealed record Verified(
        string Origin, long Size, string Root, long Tiles, long? SeenSize, IReadOnlyList<Signer> Signatures, IReadOnlyList<string> NotChecked, IReadOnlyList<Break> Breaks);

    private sealed record Break(string Origin, long Size, string Root, long Kept, long Missing, long? SeenAndGone, string Next, DateTimeOffset At, string Reason);

    private sealed record Signer(string Name, DateTimeOffset? Time);
}
