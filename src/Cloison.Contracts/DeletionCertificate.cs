using System.Globalization;

namespace Cloison.Contracts;

/// <summary>A key that was destroyed: its number and check value name it without revealing it.</summary>
/// <param name="Purpose">root, compartment, project.</param>
public sealed record DestroyedKey(long Number, string Purpose, string? Project, string CheckValue);

/// <summary>What a customer's compartment held, counted before it was destroyed.</summary>
public sealed record DestroyedCounts(long Projects, long Tasks, long Annotations, long Reviews, long Assets, long Files, long FileBytes, long DatabaseBytes);

/// <summary>How far the customer's access log had come.</summary>
public sealed record LastLogHead(long Size, string Root);

/// <summary>
/// The certificate of a deletion: the text that is signed, a line a fact. It names nobody: the customer by his code name, people by pseudonyms, keys by
/// their check values.
/// </summary>
/// <param name="CustomerHash"><see cref="Certificate.HashOf"/>.</param>
/// <param name="BackupsUntil">After this day no backup holds anything that opens.</param>
/// <param name="Log">Null when the compartment had no access log.</param>
public sealed record DeletionCertificate(
    string CodeName, string CustomerHash, string AskedBy, DateTimeOffset AskedAt, string ApprovedBy, DateTimeOffset ApprovedAt, DateTimeOffset ClosedAt,
    DateTimeOffset KeysDestroyedAt, IReadOnlyList<DestroyedKey> Keys, string Database, DateTimeOffset DatabaseRemovedAt, DateTimeOffset FilesRemovedAt, DestroyedCounts Counts,
    LastLogHead? Log, int BackupDays, DateOnly BackupsUntil) : Certificate
{
    private const string Title = "cloison deletion certificate v1";
    private const string Day = "yyyy-MM-dd";

    /// <summary>What the certificate says of itself, in words. Part of the text that is signed.</summary>
    private static readonly string[] Meaning =
    [
        "method wrapped keys overwritten and erased, then database and files removed",
        "still-opens copies of the key ring made before keys-destroyed together with the installation's root key, and copies of content made before database-removed and files-removed: all three are needed",
        "nothing-else-opens copies of database and files alone, or with the root key and the key ring as it is now, do not open",
        "exceptions none",
    ];

    public override string ToText()
    {
        var text = new CertificateText();
        text.Line(Title);
        text.Line($"customer {CodeName}");
        text.Line($"customer-hash {CustomerHash}");
        text.Line($"asked {CertificateText.Of(AskedAt)} {AskedBy}");
        text.Line($"approved {CertificateText.Of(ApprovedAt)} {ApprovedBy}");
        text.Line($"closed {CertificateText.Of(ClosedAt)}");
        text.Line($"keys-destroyed {CertificateText.Of(KeysDestroyedAt)} {CertificateText.Of(Keys.Count)}");
        foreach (var key in Keys)
            text.Line($"key {CertificateText.Of(key.Number)} {key.CheckValue} {key.Purpose}{(key.Project is null ? "" : " " + key.Project)}");
        text.Line($"database-removed {CertificateText.Of(DatabaseRemovedAt)} {Database}");
        text.Line($"files-removed {CertificateText.Of(FilesRemovedAt)}");
        foreach (var (name, count) in Counted())
            text.Line($"{name} {CertificateText.Of(count)}");
        text.Line(Log is null ? "log none" : $"log {CertificateText.Of(Log.Size)} {Log.Root}");
        text.Line($"backup-days {CertificateText.Of(BackupDays)}");
        text.Line($"backups-hold-ciphertext-until {BackupsUntil.ToString(Day, CultureInfo.InvariantCulture)}");
        foreach (var line in Meaning)
            text.Line(line);
        return text.ToString();
    }

    /// <inheritdoc cref="Certificate.Parse"/>
    public static new DeletionCertificate Parse(string text)
    {
        var lines = new CertificateReader(text, "deletion certificate");
        lines.Expect(Title);
        var codeName = lines.Words("customer", 1)[0];
        var hash = lines.Words("customer-hash", 1)[0];
        var (asked, approved, closed) = (lines.Words("asked", 2), lines.Words("approved", 2), lines.Words("closed", 1));
        var destroyed = lines.Words("keys-destroyed", 2);
        var keys = new List<DestroyedKey>();
        for (var left = lines.Count(destroyed[1]); left > 0; left--)
        {
            var key = lines.Words("key", 3, 4);
            if (keys.Count > 0 && keys[^1].Number >= lines.Count(key[0]))
                throw lines.Wrong("the order of keys");
            if (key[2] == "project" ? key.Length < 4 || !ProjectId.TryParse(key[3], out _) : key.Length > 3)
                throw lines.Wrong("a key's project");
            keys.Add(new(lines.Count(key[0]), key[2], key.Length > 3 ? key[3] : null, key[1]));
        }

        var (database, files) = (lines.Words("database-removed", 2), lines.Words("files-removed", 1));
        var counts = CountNames.Select(name => lines.Count(lines.Words(name, 1)[0])).ToList();
        var log = lines.Words("log", 1, 2);
        if (log.Length == 1 && log[0] != "none")
            throw lines.Wrong("log");
        var days = lines.Count(lines.Words("backup-days", 1)[0]);
        var until = lines.Words("backups-hold-ciphertext-until", 1)[0];
        if (!DateOnly.TryParseExact(until, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw lines.Wrong("backups-hold-ciphertext-until");
        foreach (var line in Meaning)
            lines.Expect(line);
        return lines.Same(new DeletionCertificate(
            codeName, hash, asked[1], lines.Time(asked[0]), approved[1], lines.Time(approved[0]), lines.Time(closed[0]), lines.Time(destroyed[0]), keys, database[1],
            lines.Time(database[0]), lines.Time(files[0]), new(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7]),
            log.Length == 1 ? null : new(lines.Count(log[0]), log[1]), checked((int)days), day));
    }

    private static readonly string[] CountNames = ["projects", "tasks", "annotations", "reviews", "assets", "files", "file-bytes", "database-bytes"];

    private IEnumerable<(string Name, long Count)> Counted() => CountNames.Zip(
        [Counts.Projects, Counts.Tasks, Counts.Annotations, Counts.Reviews, Counts.Assets, Counts.Files, Counts.FileBytes, Counts.DatabaseBytes]);
}
