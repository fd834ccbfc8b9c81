using Cloison.Domain;
using Cloison.Domain.Ids;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Blind;

/// <summary>The names that must stand in nothing that workers read; and who let one through all the same.</summary>
internal static class DenyList
{
    private sealed record Stored(IReadOnlyList<string> Names);

    private sealed record Passed(string Where, IReadOnlyList<string> Names);

    public static async Task<IReadOnlyList<string>> ReadAsync(Compartment compartment, CancellationToken ct) =>
        await compartment.Database.ReadAsync(db => db.First("SELECT content FROM blind_settings WHERE id = 1", row => row.Bytes(0)), ct) is { } content
            ? compartment.Keys.ForCompartment().OpenJson<Stored>(Seals.BlindSettings, content).Names
            : [];

    public static async Task<NameMatcher> MatcherAsync(Compartment compartment, CancellationToken ct) =>
        await ReadAsync(compartment, ct) is { Count: > 0 } names ? new(names) : NameMatcher.None;

    public static Task StoreAsync(Compartment compartment, IReadOnlyList<string> names, CancellationToken ct)
    {
        var content = compartment.Keys.ForCompartment().SealJson(Seals.BlindSettings, new Stored(names));
        return compartment.Database.WriteAsync(
            db => db.Execute("INSERT INTO blind_settings (id, content) VALUES (1, @content) ON CONFLICT (id) DO UPDATE SET content = excluded.content", ("@content", content)), ct);
    }

    /// <summary>Looks through what is about to be published.</summary>
    /// <param name="allow">An engineer's word that a name may stay: it is recorded, with his.</param>
    /// <returns>Why it may not be published; null when it may.</returns>
    public static async Task<Problem?> CheckAsync(
        Compartment compartment, ProjectId project, PersonId by, bool allow, IEnumerable<(string Where, string? Text)> texts, TimeProvider clock, CancellationToken ct)
    {
        var names = await MatcherAsync(compartment, ct);
        if (names.IsEmpty)
            return null;
        var hits = texts.Where(t => t.Text is not null).Select(t => (t.Where, Names: names.FindIn(t.Text!))).Where(h => h.Names.Count > 0).ToList();
        if (hits.Count == 0)
            return null;
        if (!allow)
            return BlindProblems.NameFound(hits);
        foreach (var (where, found) in hits)
            await RecordAsync(compartment, project, by, where, found, clock.GetUtcNow(), ct);
        return null;
    }

    public static Task RecordAsync(Compartment compartment, ProjectId project, PersonId by, string where, IReadOnlyList<string> names, DateTimeOffset at, CancellationToken ct) =>
        compartment.Database.WriteAsync(
            db =>
            {
                var n = db.Scalar<long>("SELECT COALESCE(MAX(n), 0) + 1 FROM name_overrides");
                db.Execute(
                    "INSERT INTO name_overrides (n, project, person, at, content) VALUES (@n, @project, @person, @at, @content)",
                    ("@n", n), ("@project", project.Text), ("@person", by.Text), ("@at", at.ToUnixTimeMilliseconds()),
                    ("@content", compartment.Keys.ForCompartment().SealJson(Seals.NameOverride(n), new Passed(where, names))));
            },
            ct);

    /// <summary>The newest first.</summary>
    public static async Task<List<(ProjectId Project, PersonId Person, DateTimeOffset At, string Where, IReadOnlyList<string> Names)>> OverridesAsync(
        Compartment compartment, CancellationToken ct)
    {
        var rows = await compartment.Database.ReadAsync(
            db => db.List(
                "SELECT n, project, person, at, content FROM name_overrides ORDER BY n DESC LIMIT 1000",
                row => (N: row.GetInt64(0), Project: row.Id<ProjectKind>(1), Person: row.Id<PersonKind>(2), At: row.Time(3), Content: row.Bytes(4))),
            ct);
        var sealer = compartment.Keys.ForCompartment();
        return
        [
            .. rows.Select(r =>
            {
                var passed = sealer.OpenJson<Passed>(Seals.NameOverride(r.N), r.Content);
                return (r.Project, r.Person, r.At, passed.Where, passed.Names);
            }),
        ];
    }
}
