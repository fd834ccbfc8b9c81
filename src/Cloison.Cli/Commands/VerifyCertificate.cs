using System.CommandLine;
using Cloison.Contracts;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison certificate verify FILE --key KEY</c>: checks a certificate of deletion, and says what it says. Asks nobody.</summary>
internal static class VerifyCertificate
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "The certificate, as it was downloaded." };
        var key = new Option<string>("--key") { Description = "The host's certificate key (name+id+key), noted before leaving.", Required = true };
        var verify = new Command("verify", "Checks the signature, and says what was destroyed and until when backups may hold any of it.") { file, key, Output.AsJson };
        verify.SetAction(async (parsed, ct) =>
        {
            var certificate = Open(await File.ReadAllBytesAsync(parsed.GetValue(file)!.FullName, ct), ReadKey(parsed.GetValue(key)!));
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
                terminal.Json(certificate);
            else
                Print(terminal, certificate);
            return CommandLine.Done;
        });
        return new("certificate", "Certificates that the host has signed.") { verify };
    }

    public static NoteKey ReadKey(string text) =>
        NoteKey.TryParse(text, out var key) ? key! : throw CommandException.Usage($"'{text}' is no public key: it looks like name+1234abcd+AbCd….");

    private static DeletionCertificate Open(byte[] bytes, NoteKey key)
    {
        try
        {
            var note = SignedNote.Parse(bytes);
            note.Verify([key]);
            return DeletionCertificate.Parse(note.Text);
        }
        catch (Exception e) when (e is NoteException or FormatException)
        {
            throw new CommandException($"DO NOT RELY ON THIS CERTIFICATE. {e.Message}");
        }
    }

    private static void Print(Terminal terminal, DeletionCertificate certificate)
    {
        var counts = certificate.Counts;
        terminal.Say($"{certificate.CodeName}: everything was destroyed. The signature is right.");
        terminal.Say($"Asked for at {certificate.AskedAt:u} by {certificate.AskedBy}, approved at {certificate.ApprovedAt:u} by {certificate.ApprovedBy}.");
        terminal.Say($"Keys destroyed at {certificate.KeysDestroyedAt:u}: {certificate.Keys.Count}.");
        terminal.Table(["key", "check value", "purpose", "project"], certificate.Keys.Select(k => new[] { $"{k.Number}", k.CheckValue, k.Purpose, k.Project ?? "" }));
        terminal.Say($"Database ({certificate.Database}, {counts.DatabaseBytes} bytes) removed at {certificate.DatabaseRemovedAt:u}: {counts.Projects} projects, {counts.Tasks} tasks, {counts.Annotations} annotations, {counts.Reviews} reviews.");
        terminal.Say($"Files removed at {certificate.FilesRemovedAt:u}: {counts.Files}, {counts.FileBytes} bytes.");
        terminal.Say(certificate.Log is { } log ? $"The access log ended with {log.Size} entries, root {log.Root}." : "There was no access log.");
        terminal.Say($"Backups: kept {certificate.BackupDays} days. After {certificate.BackupsUntil:yyyy-MM-dd} none holds anything of this customer. Until then, who has the host's root key and old copies of both the key ring and the content could open them.");
    }
}
