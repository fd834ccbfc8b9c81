using System.CommandLine;
using Cloison.Transparency.Audit;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison log save FOLDER [PLACE]</c>: copies a whole log into a folder and verifies it on the way; the folder verifies without the server.</summary>
internal static class SaveLog
{
    public static Command Command()
    {
        var folder = new Argument<string>("folder") { Description = "Where to put the files; made when it is not there. Files of an earlier time are replaced." };
        var save = new Command("save", "Copies a log into a folder that can be verified offline.") { folder, LogPlace.Place, LogPlace.Keys };
        save.SetAction(async (parsed, ct) =>
        {
            using var log = await LogPlace.OpenAsync(parsed, ct);
            var terminal = Terminal.Of(parsed);
            var target = Path.GetFullPath(parsed.GetValue(folder)!);
            AuditReport report;
            IReadOnlyList<AuditedBreak> breaks;
            var files = new Copying(log.Files, target);
            try
            {
                breaks = await BreakAudit.RunAsync(files, log.Known, ct: ct);
                report = await terminal.ProgressAsync("Saving", meter => LogAudit.RunAsync(
                    files, VerifyLog.KeysOf(log, breaks), ct: ct,
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

            // Last: a folder with a checkpoint is whole.
            await File.WriteAllBytesAsync(Path.Combine(target, "checkpoint"), report.Note.ToUtf8(), ct);
            await File.WriteAllLinesAsync(Path.Combine(target, "keys"), VerifyLog.KeysOf(log, breaks).Select(k => k.ToString()), ct);
            VerifyLog.PrintBreaks(terminal, breaks);
            terminal.Say($"{report.Checkpoint.Origin}: {report.Checkpoint.Size} entries are in {target}.");
            terminal.Note($"Verify them with: cloison log verify {target} --key {log.Known.First(k => k.Type == NoteKeyType.Ed25519)}");
            return CommandLine.Done;
        });
        return save;
    }

    private sealed class Copying(ILogFiles from, string folder) : ILogFiles
    {
        public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
        {
            var bytes = await from.ReadAsync(path, ct);
            if (bytes is null || path == "checkpoint")
                return bytes;
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllBytesAsync(file, bytes, ct);
            return bytes;
        }
    }
}
