using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>The wall's own log as it lies in the control database: checked link by link, and played again.</summary>
internal sealed record WallHistory(IReadOnlyList<WallHistory.Row> Rows)
{
    internal sealed record Row(long N, DateTimeOffset At, WallEvent Entry, byte[] Hash);

    public static Task<WallHistory> ReadAsync(ControlDatabase control) => control.ReadAsync(
        db => new WallHistory(db.List(
            "SELECT n, at, type, customer, person, other, opener, rule, decision, detail, hash FROM wall_decisions ORDER BY n",
            row => new Row(
                row.GetInt64(0), row.Time(1),
                new(
                    row.GetString(2), row.IdOrNull<CustomerKind>(3), row.IdOrNull<PersonKind>(4), row.IdOrNull<CustomerKind>(5), row.TextOrNull(6), row.TextOrNull(7),
                    row.TextOrNull(8), row.TextOrNull(9)),
                row.Bytes(10)))),
        TestContext.Current.CancellationToken);

    /// <summary>The number of the first row that does not follow from the one before; null: the chain is whole.</summary>
    public long? FirstBreak()
    {
        byte[]? before = null;
        var n = 0L;
        foreach (var row in Rows)
        {
            if (row.N != ++n || !WallLog.HashOf(before, row.N, row.At, row.Entry).AsSpan().SequenceEqual(row.Hash))
                return n;
            before = row.Hash;
        }

        return null;
    }

    /// <summary>Whether everything that another, earlier history says stands here too, unchanged.</summary>
    public bool Continues(WallHistory earlier) =>
        earlier.Rows.Count <= Rows.Count && earlier.Rows.Zip(Rows).All(pair => pair.First.Hash.AsSpan().SequenceEqual(pair.Second.Hash));

    /// <summary>Who has seen whom, and since when, by the log alone.</summary>
    public Dictionary<(PersonId Person, CustomerId Customer), DateTimeOffset> Exposures()
    {
        var seen = new Dictionary<(PersonId, CustomerId), DateTimeOffset>();
        foreach (var row in Rows)
            if (row.Entry is { Person: { } person, Customer: { } customer } && row.Entry is { Type: "wall.open" } or { Type: "policy", Decision: "interest-ended" })
                seen.TryAdd((person, customer), row.At);
        return seen;
    }

    /// <summary>The interests that have not ended.</summary>
    public HashSet<string> Interests()
    {
        var running = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in Rows.Where(r => r.Entry.Type == "policy"))
            if (row.Entry.Decision == "interest")
                running.Add(row.Entry.Detail!);
            else if (row.Entry.Decision == "interest-ended")
                running.Remove(row.Entry.Detail!);
        return running;
    }

    /// <summary>What each person was last said to be to the platform.</summary>
    public Dictionary<PersonId, string> Insiders() => Rows.Where(r => r.Entry is { Type: "policy", Decision: "insider" })
        .GroupBy(r => r.Entry.Person!.Value).ToDictionary(g => g.Key, g => g.Last().Entry.Detail!);

    /// <summary>Signatures that were not taken back: the customer, and the code name that it signed for.</summary>
    public HashSet<(CustomerId Customer, string Other)> Signatures()
    {
        var signed = new HashSet<(CustomerId, string)>();
        foreach (var row in Rows.Where(r => r.Entry.Type == "rival"))
            if (row.Entry.Decision == "sign")
                signed.Add((row.Entry.Customer!.Value, row.Entry.Detail!));
            else if (row.Entry.Decision == "withdraw")
                signed.Remove((row.Entry.Customer!.Value, row.Entry.Detail!));
        return signed;
    }
}
