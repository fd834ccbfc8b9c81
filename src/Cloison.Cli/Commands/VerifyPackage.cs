using System.CommandLine;
using Cloison.Formats.Package;
using Cloison.Storage.Sealing.Age;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison customer verify FILE [--key KEY] [--identity FILE]</c>: checks an export of everything from its first byte to its last. Asks nobody, unpacks nothing.</summary>
internal static class VerifyPackage
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "What cloison customer export wrote." };
        var key = new Option<string?>("--key") { Description = "The host's certificate key (name+id+key): also checks who made it." };
        var identity = new Option<FileInfo?>("--identity", "-i") { Description = "The file with the age secret key, for an encrypted one." };
        var command = new Command("verify", "Checks that every file of an export is there and unaltered.") { file, key, identity, Output.AsJson };
        command.SetAction(async (parsed, ct) =>
        {
            var known = parsed.GetValue(key) is { } text ? VerifyCertificate.ReadKey(text) : null;
            var terminal = Terminal.Of(parsed);
            await using var source = new FileStream(parsed.GetValue(file)!.FullName, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 17, FileOptions.Asynchronous | FileOptions.SequentialScan);
            using var secret = parsed.GetValue(identity) is { } keyFile ? await ReadIdentityAsync(keyFile, ct) : null;
            await using var opened = await OpenAsync(source, secret, ct);
            var report = await terminal.ProgressAsync("Verifying", meter => PackageCheck.RunAsync(
                opened,
                bytes =>
                {
                    meter.Of(source.Length);
                    meter.Set(bytes);
                },
                ct));
            var signer = CheckNote(report, known);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(new Verified(report.Members, report.Bytes, signer));
            else
                terminal.Say($"All {report.Members} files ({report.Bytes} bytes) are there and unaltered. {(signer is null ? "Who made it was not checked: --key." : $"Signed by {signer}.")}");
            return CommandLine.Done;
        });
        return command;
    }

    private static async Task<Stream> OpenAsync(FileStream source, AgeIdentity? identity, CancellationToken ct)
    {
        var head = new byte[32];
        var read = await source.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct);
        source.Position = 0;
        if (!AgeReadStream.IsAge(head.AsSpan(0, read)))
            return source;
        return identity is not null
            ? await AgeReadStream.OpenAsync(source, identity, ct)
            : throw CommandException.Usage("The file is encrypted: give the age secret key with --identity, or open it with age -d before.");
    }

    private static async Task<AgeIdentity> ReadIdentityAsync(FileInfo file, CancellationToken ct)
    {
        foreach (var line in await File.ReadAllLinesAsync(file.FullName, ct))
            if (AgeIdentity.TryParse(line.Trim(), out var identity))
                return identity;
        throw CommandException.Usage($"{file.FullName} has no age secret key (AGE-SECRET-KEY-1…).");
    }

    /// <returns>Who signed; null when nobody is known.</returns>
    private static string? CheckNote(PackageReport report, NoteKey? known)
    {
        try
        {
            var note = SignedNote.Parse(report.Note);
            if (!note.Text.StartsWith("cloison customer export v1\n", StringComparison.Ordinal) || !note.Text.EndsWith("\n" + report.NoteText, StringComparison.Ordinal))
                throw new CommandException("DO NOT RELY ON THIS FILE. Its note speaks of another manifest.");
            return known is null ? null : note.Verify([known])[0].Key.Name;
        }
        catch (NoteException e)
        {
            throw new CommandException($"DO NOT RELY ON THIS FILE. {e.Message}");
        }
    }

    private sealed record Verified(long Members, long Bytes, string? SignedBy);
}
