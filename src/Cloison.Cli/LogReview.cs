using System.Globalization;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Json;

namespace Cloison.Cli;

/// <summary>What a reader of a verified log looks for, entry by entry: who did what and when, what was given out and not given back, and whether the walls held as far as the entries tell.</summary>
internal sealed class LogReview
{
    /// <summary>A clock may be set by so much without anybody wondering; entries of one moment are not stored in the order of their times.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, Person> people = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Actor, string Task), long> given = [];
    private readonly HashSet<(string Actor, string Task)> ended = [];
    private readonly List<string> findings = [];
    private DateTimeOffset latest = DateTimeOffset.MinValue;
    private bool hasWalls;

    /// <summary>Entries that are in no format that this release knows: their hashes are right all the same.</summary>
    public long Unread { get; private set; }

    public IEnumerable<Person> People => people.Values.OrderBy(p => p.First);

    /// <summary>What somebody should look at.</summary>
    public IReadOnlyList<string> Findings => findings;

    /// <summary>What was given out and has not been answered, given back or ended: somebody is at it.</summary>
    public IEnumerable<string> StillOut => given.Select(lease => $"{lease.Key.Actor} was given {lease.Key.Task} (entry {lease.Value}) and still has it.");

    public void Add(long index, ReadOnlySpan<byte> bytes)
    {
        AccessEntry entry;
        try
        {
            entry = JsonSerializer.Deserialize<AccessEntry>(bytes, DomainJson.Options) ?? throw new JsonException();
        }
        catch (JsonException)
        {
            Unread++;
            return;
        }

        // A server that lies may write any number.
        if (entry.T < 0 || entry.T > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - (long)Tolerance.TotalMilliseconds)
        {
            Unread++;
            return;
        }

        var at = DateTimeOffset.FromUnixTimeMilliseconds(entry.T);
        if (at + Tolerance < latest)
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"Entry {index} is {latest - at:d\\.hh\\:mm\\:ss} older than one before it: the server's clock was set back."));
        latest = at > latest ? at : latest;
        if (entry.Actor is not { } actor)
            return;
        if (!people.TryGetValue(actor, out var person))
            people.Add(actor, person = new(actor, at));
        person.Add(entry, at);
        MatchLease(index, actor, entry);
        ReplayWall(index, person, entry);
    }

    private void MatchLease(long index, string actor, AccessEntry entry)
    {
        if (entry.Object is not { } thing)
            return;
        switch (entry.Type)
        {
            case "lease" when entry.Decision == "taken":
                given.TryAdd((actor, thing), index);
                break;
            case "lease":
                // Time that ran out, or a slow line: an answer may come later still, and is kept.
                if (given.Remove((actor, thing)))
                    ended.Add((actor, thing));
                break;
            case "submit" or "review" when !given.Remove((actor, thing)) && !ended.Remove((actor, thing)):
                findings.Add($"{actor} answered {thing} (entry {index}) without having been given it.");
                break;
        }
    }

    /// <summary>Whoever was refused sees nothing until he was let in; where walls are logged, whoever sees something was let in before.</summary>
    private void ReplayWall(long index, Person person, AccessEntry entry)
    {
        switch (entry.Type)
        {
            case "wall.open" or "breakglass.open":
                (hasWalls, person.Wall) = (true, Wall.Open);
                break;
            case "wall.deny":
                (hasWalls, person.Wall) = (true, Wall.Denied);
                break;
            case "access.read" or "access.list" or "export" or "lease" when person.Wall == Wall.Denied:
                findings.Add($"{person.Pseudonym} was given something (entry {index}, {entry.Type}) after the wall had refused him.");
                break;
            case "access.read" or "access.list" or "export" or "lease" when hasWalls && person.Wall == Wall.Unknown:
                findings.Add($"{person.Pseudonym} was given something (entry {index}, {entry.Type}) and the log does not say that the wall let him in.");
                person.Wall = Wall.Open;
                break;
        }
    }

    internal enum Wall
    {
        Unknown,
        Open,
        Denied,
    }

    /// <summary>One pseudonym's timeline.</summary>
    internal sealed class Person(string pseudonym, DateTimeOffset first)
    {
        private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);
        private readonly HashSet<string> sessions = new(StringComparer.Ordinal);
        private readonly HashSet<string> things = new(StringComparer.Ordinal);

        public string Pseudonym => pseudonym;

        public DateTimeOffset First { get; } = first;

        public DateTimeOffset Last { get; private set; }

        public int Sessions => sessions.Count;

        /// <summary>Different tasks, files and other things that he was given.</summary>
        public int Things => things.Count;

        public string Counts => string.Join(", ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"));

        public Wall Wall { get; set; }

        public void Add(AccessEntry entry, DateTimeOffset at)
        {
            Last = at > Last ? at : Last;
            counts[entry.Type] = counts.GetValueOrDefault(entry.Type) + 1;
            if (entry.Session is { } session)
                sessions.Add(session);
            if (entry.Object is { } thing)
                things.Add(thing);
        }
    }
}
