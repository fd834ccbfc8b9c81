using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Cloison.Contracts;
using Cloison.Inference.Acceptance;
using Cloison.Transparency.Notes;

namespace Cloison.Cli.Commands;

/// <summary><c>cloison certificate verify FILE --key KEY</c>: checks a certificate, and says what it says. Asks nobody.</summary>
internal static class VerifyCertificate
{
    public static Command Command()
    {
        var file = new Argument<FileInfo>("file") { Description = "The certificate, as it was downloaded." };
        var key = new Option<string>("--key") { Description = "The host's certificate key (name+id+key), noted before it was needed.", Required = true };
        var lot = new Option<FileInfo?>("--lot") { Description = "Of an acceptance: the list of tasks that it was drawn from. The sample is drawn again." };
        var verify = new Command(
            "verify", "Checks the signature of a certificate of screening, of the end of a screening, of ownership, of acceptance or of deletion, and says what it says.") { file, key, lot, Output.AsJson };
        verify.SetAction(async (parsed, ct) =>
        {
            var bytes = await File.ReadAllBytesAsync(parsed.GetValue(file)!.FullName, ct);
            var certificate = Open(bytes, ReadKey(parsed.GetValue(key)!));
            if (certificate is AcceptanceCertificate sampled)
                CheckAcceptance(sampled, parsed.GetValue(lot) is { } list ? await File.ReadAllTextAsync(list.FullName, ct) : null);
            var terminal = Terminal.Of(parsed);
            if (parsed.GetValue(Output.AsJson))
            {
                // By its own type: what the kinds have in common is nothing that is shown.
                terminal.Json<object>(certificate);
                return CommandLine.Done;
            }

            switch (certificate)
            {
                case DeletionCertificate deletion:
                    Print(terminal, deletion);
                    return CommandLine.Done;
                case ScreeningCertificate screening:
                    Print(terminal, screening);
                    break;
                case EndOfScreenNotice notice:
                    Print(terminal, notice);
                    break;
                case OwnershipStatement statement:
                    Print(terminal, statement);
                    break;
                case AcceptanceCertificate acceptance:
                    Print(terminal, acceptance, isDrawnAgain: parsed.GetValue(lot) is not null);
                    break;
            }

            terminal.Say($"It is genuine if your log has an entry “certificate” with the object sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}, too.");
            return CommandLine.Done;
        });
        return new("certificate", "Certificates that the host has signed.") { verify };
    }

    public static NoteKey ReadKey(string text) =>
        NoteKey.TryParse(text, out var key) ? key! : throw CommandException.Usage($"'{text}' is no public key: it looks like name+1234abcd+AbCd….");

    private static Certificate Open(byte[] bytes, NoteKey key)
    {
        try
        {
            var note = SignedNote.Parse(bytes);
            note.Verify([key]);
            return Certificate.Parse(note.Text);
        }
        catch (Exception e) when (e is NoteException or FormatException)
        {
            throw Refused(e.Message);
        }
    }

    // What follows from the demand, and with the list from the seed, is worked out again.
    private static void CheckAcceptance(AcceptanceCertificate certificate, string? lot)
    {
        var demand = new SamplingDemand(
            certificate.Demand.RejectableErrorRate, certificate.Demand.AcceptableErrorRate, certificate.Demand.ConsumerRisk, certificate.Demand.ProducerRisk);
        if (SamplingPlan.Find(certificate.Tasks, demand) != new SamplingPlan(certificate.Tasks, certificate.SampleSize, certificate.MostWrong))
            throw Refused("The sample is not as large, or not as strict, as its demand takes.");
        if (lot is null)
            return;
        if (AcceptanceLists.HashOf(lot) != certificate.LotHash)
            throw Refused("This is not the list that its sample was drawn from.");
        var sample = SampleDraw.Draw(
            [.. AcceptanceLists.ParseLot(lot).Select(t => new LotItem(t.Task.Text, t.Stratum))], certificate.SampleSize, ulong.Parse(certificate.Seed, CultureInfo.InvariantCulture));
        if (!sample.Select(i => i.Id).Order(StringComparer.Ordinal).SequenceEqual(certificate.Sample.Select(t => t.Task.Text)))
            throw Refused("Its seed draws other tasks than it lists.");
    }

    private static CommandException Refused(string why) => new($"DO NOT RELY ON THIS CERTIFICATE. {why}");

    private static void Print(Terminal terminal, AcceptanceCertificate certificate, bool isDrawnAgain)
    {
        Print(terminal, "acceptance", certificate.Head);
        terminal.Say($"{certificate.Name}: {(certificate.IsAccepted ? "ACCEPTED" : "REFUSED")}. Acceptance {certificate.Number}, after {certificate.Earlier} others of the same tasks.");
        terminal.Say($"Drawn at {certificate.DrawnAt:u}: {certificate.SampleSize} of {certificate.Tasks} tasks, at most {certificate.MostWrong} wrong. {(isDrawnAgain ? "The seed draws these tasks." : "With --lot, the sample is drawn again.")}");
        terminal.Say($"Audited {certificate.Audited}, wrong {certificate.Wrong}, repaired {certificate.Repaired}, changed after the draw {certificate.Sample.Count(t => t.Changes > 0)}.");
        terminal.Say(FormattableString.Invariant($"With {certificate.Demand.Confidence:P1} confidence at most {certificate.UpperRate:P2} of the tasks are wrong. A batch with {certificate.Demand.RejectableErrorRate:P2} wrong passes with {certificate.RejectableChance:P2}."));
        terminal.Table(
            ["kind", "audited", "wrong", "rate", "at most"],
            certificate.Kinds.Select(k => new[] { k.Kind, $"{k.Audited}", $"{k.Wrong}", k.Rate.ToString("P1", CultureInfo.InvariantCulture), k.UpperRate.ToString("P1", CultureInfo.InvariantCulture) }));
        terminal.Table(
            ["task", "wrong", "weight", "note"],
            certificate.Errors.Select(e => new[] { e.Task.Text, e.Error.Kind, e.Error.Weight.ToString(CultureInfo.InvariantCulture), e.Error.Note ?? "" }));
    }

    private static void Print(Terminal terminal, ScreeningCertificate certificate)
    {
        Print(terminal, "screening", certificate.Head);
        terminal.Say($"Have seen something: {certificate.Persons.Count} people, who are kept from rivals for at least {certificate.CoolingDays} days after it. Have to do with a rival: {certificate.MeetRival}.");
        terminal.Table(
            ["pseudonyms in your log", "last seen", "rival"],
            certificate.Persons.Select(p => new[] { string.Join(' ', p.Pseudonyms), $"{p.LastSeen:u}", p.MeetsRival ? "yes" : "" }));
    }

    private static void Print(Terminal terminal, EndOfScreenNotice certificate)
    {
        Print(terminal, "end of a screening", certificate.Head);
        terminal.Say($"{certificate.Pseudonym} last saw something at {certificate.LastSeen:u}; the {certificate.CoolingDays} days of cooling-off were over at {certificate.EndedAt:u}.");
    }

    private static void Print(Terminal terminal, OwnershipStatement certificate)
    {
        Print(terminal, "ownership", certificate.Head);
        Say("In effect since", certificate.Current);
        Say("Announced at", certificate.Coming);

        void Say(string what, StatedRegister? register)
        {
            if (register is null)
                return;
            terminal.Say($"{what} {register.At:u}: version {register.Version}, sha256:{register.Hash}.");
            terminal.Table(
                ["name", "as", "per cent", "involved with"],
                register.Owners.Select(o => new[] { o.Name, o.Kind.ToString().ToLowerInvariant(), $"{o.Share}", string.Join(' ', o.Interests) }));
        }
    }

    private static void Print(Terminal terminal, string what, CertificateHead head)
    {
        terminal.Say($"{head.CodeName}: certificate of {what}, {head.At:u}. The signature is right.");
        terminal.Say($"Rules of the wall: version {head.Rules}. Its chain had {head.Registry.Rows} rows, head {(head.Registry.Hash.Length == 0 ? "none" : head.Registry.Hash)}.");
        terminal.Say($"The access log had {head.Log.Size} entries, root {head.Log.Root}.");
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
