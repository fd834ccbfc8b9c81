using Cloison.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace Cloison.Storage.Doctor;

/// <summary>One SQLite file: whole, of a known release, and set to lose nothing.</summary>
internal static class DatabaseChecks
{
    private const int MostErrors = 10;

    public static IEnumerable<Finding> Run(string path, string where, MigrationSet migrations)
    {
        var findings = new List<Finding>();
        try
        {
            var dialect = new SqliteDialect(path);
            using (var writer = dialect.OpenWriter())
                dialect.AssertDurable(writer);
            findings.Add(Finding.Fine(where, "durability", "journal_mode=WAL, synchronous=FULL"));
            using var db = new Session(dialect.OpenReader());
            findings.Add(Integrity(db, where));
            findings.Add(References(db, where));
            findings.Add(Migrations(db, where, migrations));
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            findings.Add(Finding.Problem(where, "database", $"It does not open: {e.Message}"));
        }

        return findings;
    }

    private static Finding Integrity(Session db, string where)
    {
        var errors = db.List($"PRAGMA quick_check({MostErrors})", row => row.GetString(0));
        return errors is ["ok"] ? Finding.Fine(where, "quick_check") : Finding.Problem(where, "quick_check", string.Join("; ", errors.Take(3)));
    }

    private static Finding References(Session db, string where)
    {
        var broken = db.List("PRAGMA foreign_key_check", row => row.GetString(0));
        return broken.Count == 0
            ? Finding.Fine(where, "references")
            : Finding.Problem(where, "references", $"{broken.Count} rows refer to rows that are not there, in {string.Join(", ", broken.Distinct())}.");
    }

    private static Finding Migrations(Session db, string where, MigrationSet migrations)
    {
        var applied = db.List("SELECT number, name FROM migrations ORDER BY number", row => (Number: row.Int(0), Name: row.GetString(1)));
        var known = migrations.Known.Take(applied.Count);
        if (applied.Count > migrations.Known.Count)
            return Finding.Problem(where, "migrations", $"It was written by a newer release ({applied[^1].Name}); this one knows up to {migrations.Known[^1].Name}.");
        if (!applied.SequenceEqual(known))
            return Finding.Problem(where, "migrations", "The applied migrations are not the ones of this product.");
        return applied.Count < migrations.Known.Count
            ? Finding.Note(where, "migrations", $"{migrations.Known.Count - applied.Count} will be applied at the next start.")
            : Finding.Fine(where, "migrations", $"at {applied[^1].Name}");
    }
}
