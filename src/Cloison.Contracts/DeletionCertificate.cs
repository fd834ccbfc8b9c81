using System.Globalization;
using System.Text;

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
/// <param name="CustomerHash">SHA-256 of <c>cloison-customer</c>, a line end and the customer's id, in hex: the customer, who knows his id, can tell that it is he.</param>
/// <param name="BackupsUntil">After this day no backup holds anything that opens.</param>
/// <param name="Log">Null when the compartment had no access log.</param>
public sealed record DeletionCertificate(
    string CodeName, string CustomerHash, string AskedBy, DateTimeOffset AskedAt, string ApprovedBy, DateTimeOffset ApprovedAt, DateTimeOffset ClosedAt,
    DateTimeOffset KeysDestroyedAt, IReadOnlyList<DestroyedKey> Keys, string Database, DateTimeOffset DatabaseRemovedAt, DateTimeOffset FilesRemovedAt, DestroyedCounts Counts,
    LastLogHead? Log, int BackupDays, DateOnly BackupsUntil)
{
    private const string Title = "cloison deletion certificate v1";
    private const string Seconds = "yyyy-MM-ddTHH:mm:ssZ";
    private const string Day = "yyyy-MM-dd";

    /// <summary>What the certificate says of itself, in words. Part of the text that is signed.</summary>
    private static readonly string[] Meaning =
    [
        "method wrapped keys overwritten and erased, then database and files removed",
        "still-opens copies of the key ring made before keys-destroyed together with the installation's root key, and copies of content made before database-removed and files-removed: all three are needed",
        "nothing-else-opens copies of database and files alone, or with the root key and the key ring as it is now, do not open",
        "exceptions none",
    ];

    /// <summary>The note's text; ends with a line end.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Line(Title);
        Line($"customer {CodeName}");
        Line($"customer-hash {CustomerHash}");
        Line($"asked {Text(AskedAt)} {AskedBy}");
        Line($"approved {Text(ApprovedAt)} {ApprovedBy}");
        Line($"closed {Text(ClosedAt)}");
        Line($"keys-destroyed {Text(KeysDestroyedAt)} {Number(Keys.Count)}");
        foreach (var key in Keys)
            Line($"key {Number(key.Number)} {key.CheckValue} {key.Purpose}{(key.Project is null ? "" : " " + key.Project)}");
        Line($"database-removed {Text(DatabaseRemovedAt)} {Database}");
        Line($"files-removed {Text(FilesRemovedAt)}");
        foreach (var (name, count) in Counted())
            Line($"{name} {Number(count)}");
        Line(Log is null ? "log none" : $"log {Number(Log.Size)} {Log.Root}");
        Line($"backup-days {Number(BackupDays)}");
        Line($"backups-hold-ciphertext-until {BackupsUntil.ToString(Day, CultureInfo.InvariantCulture)}");
        foreach (var line in Meaning)
            Line(line);
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    /// <summary>Reads exactly what <see cref="ToText"/> writes.</summary>
    /// <exception cref="FormatException">The text is no certificate of this version.</exception>
    public static DeletionCertificate Parse(string text)
    {
        var lines = new Queue<string>(text.Split('\n'));
        Expect(Title);
        var codeName = Words("customer", 1)[0];
        var hash = Words("customer-hash", 1)[0];
        var (asked, approved, closed) = (Words("asked", 2), Words("approved", 2), Words("closed", 1));
        var destroyed = Words("keys-destroyed", 2);
        var keys = new List<DestroyedKey>();
        for (var left = Count(destroyed[1]); left > 0; left--)
        {
            var key = Words("key", 3, 4);
            if (keys.Count > 0 && keys[^1].Number >= Count(key[0]))
                throw Wrong("the order of keys");
            if (key[2] == "project" ? key.Length < 4 || !ProjectId.TryParse(key[3], out _) : key.Length > 3)
                throw Wrong("a key's project");
            keys.Add(new(Count(key[0]), key[2], key.Length > 3 ? key[3] : null, key[1]));
        }

        var (database, files) = (Words("database-removed", 2), Words("files-removed", 1));
        var counts = CountNames.Select(name => Count(Words(name, 1)[0])).ToList();
        var log = Words("log", 1, 2);
        if (log.Length == 1 && log[0] != "none")
            throw Wrong("log");
        var days = Count(Words("backup-days", 1)[0]);
        var until = Words("backups-hold-ciphertext-until", 1)[0];
        if (!DateOnly.TryParseExact(until, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            throw Wrong("backups-hold-ciphertext-until");
        foreach (var line in Meaning)
            Expect(line);
        Expect("");
        var certificate = new DeletionCertificate(
            codeName, hash, asked[1], Time(asked[0]), approved[1], Time(approved[0]), Time(closed[0]), Time(destroyed[0]), keys, database[1], Time(database[0]), Time(files[0]),
            new(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6], counts[7]),
            log.Length == 1 ? null : new(Count(log[0]), log[1]), checked((int)days), day);
        // One spelling for one meaning: what we would write otherwise is not ours.
        return certificate.ToText() == text ? certificate : throw Wrong("text");

        void Expect(string line)
        {
            if (!lines.TryDequeue(out var next) || next != line)
                throw Wrong(line.Length == 0 ? "end" : line);
        }

        string[] Words(string name, params ReadOnlySpan<int> counts)
        {
            if (!lines.TryDequeue(out var line) || line.Split(' ') is not [var first, .. var words] || first != name || !counts.Contains(words.Length) || words.Any(w => w.Length == 0))
                throw Wrong(name);
            return words;
        }

        static long Count(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : throw Wrong("number");

        static DateTimeOffset Time(string text) =>
            DateTimeOffset.TryParseExact(text, Seconds, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Wrong("time");

        static FormatException Wrong(string what) => new($"This is no deletion certificate of version 1: {what} is not as it should be.");
    }

    private static readonly string[] CountNames = ["projects", "tasks", "annotations", "reviews", "assets", "files", "file-bytes", "database-bytes"];

    private IEnumerable<(string Name, long Count)> Counted() => CountNames.Zip(
        [Counts.Projects, Counts.Tasks, Counts.Annotations, Counts.Reviews, Counts.Assets, Counts.Files, Counts.FileBytes, Counts.DatabaseBytes]);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Seconds, CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
