using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Transparency;

/// <summary>
/// A log that lost entries, because its database was put back from a backup, cannot go on: what it would sign next would contradict what it has signed. It is
/// closed as it stands, and another log takes its place. This says so, under both logs' signatures; the first entry of the new one says it too.
/// </summary>
/// <param name="Closed">The key of the log that ended.</param>
/// <param name="Size">Entries of the largest checkpoint that it has signed.</param>
/// <param name="Root">Of that checkpoint.</param>
/// <param name="Kept">Entries that were left in the database.</param>
/// <param name="KeptRoot">Of the tree of those.</param>
/// <param name="Next">The key of the log that takes its place.</param>
/// <param name="At">In whole seconds.</param>
/// <param name="Reason">What the operator has to say, in one line.</param>
public sealed record LogBreak(NoteKey Closed, long Size, TreeHash Root, long Kept, TreeHash KeptRoot, NoteKey Next, DateTimeOffset At, string Reason)
{
    public const string Header = "cloison.log-break/v1";
    public const int MaxReasonChars = 500;

    /// <summary>The type of the entry that a log begins with when it takes another's place.</summary>
    public const string EntryType = "recovery";

    /// <summary>Entries that were signed and are gone. 0 when there are as many as before, but other ones.</summary>
    public long Missing => Math.Max(0, Size - Kept);

    /// <summary>The figures as the new log's first entry has them, in one word.</summary>
    public string Figures => string.Create(CultureInfo.InvariantCulture, $"size={Size},root={Root},kept={Kept},kept_root={KeptRoot}");

    /// <summary>What a log of bare hashes has instead of an entry of words: SHA-256 of the text.</summary>
    public byte[] Digest => SHA256.HashData(Encoding.UTF8.GetBytes(ToString()));

    /// <exception cref="NoteException">The text is no such statement.</exception>
    public static LogBreak Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length != 10 || lines[0] != Header || lines[9].Length > 0)
            throw new NoteException($"A statement about a broken log has nine lines and begins with {Header}.");
        if (!NoteKey.TryParse(After(1, "closed "), out var closed) || !NoteKey.TryParse(After(6, "next "), out var next) || closed!.Name == next!.Name
            || closed.Type != NoteKeyType.Ed25519 || next.Type != NoteKeyType.Ed25519)
            throw new NoteException("The statement about a broken log does not name the keys of two logs.");
        if (!Checkpoint.TryParseSize(After(2, "size "), out var size) || !TreeHash.TryParse(After(3, "root "), out var root)
            || !Checkpoint.TryParseSize(After(4, "kept "), out var kept) || !TreeHash.TryParse(After(5, "kept-root "), out var keptRoot)
            || !Checkpoint.TryParseSize(After(7, "time "), out var seconds) || seconds > 253_402_300_799)
            throw new NoteException("The statement about a broken log has figures that are none.");
        return new(closed, size, root, kept, keptRoot, next, DateTimeOffset.FromUnixTimeSeconds(seconds), After(8, "reason "));

        string After(int line, string name) => lines[line].StartsWith(name, StringComparison.Ordinal)
            ? lines[line][name.Length..] : throw new NoteException($"Line {line + 1} of the statement about a broken log does not begin with '{name}'.");
    }

    /// <summary>Reads a signed statement: both logs must have signed it. Whether one of the two is to be believed is for the caller to know.</summary>
    /// <exception cref="NoteException">Malformed, or a signature is wrong or missing.</exception>
    public static LogBreak Open(SignedNote note)
    {
        var broken = Parse(note.Text);
        return note.Verify([broken.Closed, broken.Next]).Count == 2 ? broken : throw new NoteException($"Only one of {broken.Closed.Name} and {broken.Next.Name} has signed that the first was closed.");
    }

    /// <summary>Whether an entry says the same: the first of the new log must.</summary>
    public bool IsNamedBy(ReadOnlySpan<byte> entry)
    {
        if (entry.SequenceEqual(Digest))
            return true;
        return ReadEntry(entry) is { } said && said.Origin == Closed.Name && said.Figures == Figures;
    }

    /// <summary>Whether a log that begins with this entry takes another's place, whatever its server says.</summary>
    public static bool IsBegunBy(ReadOnlySpan<byte> entry) => ReadEntry(entry) is not null;

    /// <summary>The text that is signed, with its last line end.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Header}\nclosed {Closed}\nsize {Size}\nroot {Root}\nkept {Kept}\nkept-root {KeptRoot}\nnext {Next}\ntime {At.ToUnixTimeSeconds()}\nreason {Reason}\n");

    private static (string? Origin, string? Figures)? ReadEntry(ReadOnlySpan<byte> entry)
    {
        try
        {
            var reader = new Utf8JsonReader(entry);
            var json = JsonElement.ParseValue(ref reader);
            return json.ValueKind == JsonValueKind.Object && Text(json, "type") == EntryType ? (Text(json, "object"), Text(json, "rule")) : null;
        }
        catch (JsonException)
        {
            return null;
        }

        static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
