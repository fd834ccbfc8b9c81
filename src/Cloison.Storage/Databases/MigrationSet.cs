using System.Reflection;

namespace Cloison.Storage.Databases;

/// <summary>Numbered SQL files, embedded as <c>Migrations/&lt;set&gt;/0001-name.sql</c>, applied in order, each once, all or nothing.</summary>
internal sealed class MigrationSet
{
    public static readonly MigrationSet Control = new("Control");
    public static readonly MigrationSet Compartment = new("Compartment");

    private readonly IReadOnlyList<(int Number, string Name, string Sql)> migrations;

    private MigrationSet(string set)
    {
        var assembly = typeof(MigrationSet).Assembly;
        var prefix = $"Cloison.Storage.Migrations.{set}.";
        migrations = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(prefix.Length, 4)), name[prefix.Length..^4], Read(assembly, name)))
            .OrderBy(m => m.Item1)];
    }

    /// <summary>Numbers and names, in order.</summary>
    public IReadOnlyList<(int Number, string Name)> Known => [.. migrations.Select(m => (m.Number, m.Name))];

    /// <summary>Applies what is missing; returns how many. Runs inside the writer's transaction.</summary>
    /// <exception cref="InvalidOperationException">The database was made by a newer product.</exception>
    public int Apply(Session session, DateTimeOffset now)
    {
        session.Execute("CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
        var last = session.Scalar<long>("SELECT COALESCE(MAX(number), 0) FROM migrations");
        if (last > migrations[^1].Number)
            throw new InvalidOperationException(
                $"This database is at migration {last}, this product knows up to {migrations[^1].Number}: it was written by a newer release. Nothing was changed.");
        var applied = 0;
        foreach (var (number, name, sql) in migrations.Where(m => m.Number > last))
        {
            foreach (var statement in Statements(sql))
                session.Execute(statement);
            session.Execute("INSERT INTO migrations (number, name, applied_at) VALUES (@number, @name, @at)", ("@number", (long)number), ("@name", name), ("@at", now.ToUnixTimeMilliseconds()));
            applied++;
        }

        return applied;
    }

    // Our files hold plain statements and whole-line comments only: no semicolon inside a literal, no procedure bodies.
    private static string[] Statements(string sql) =>
        string.Join('\n', sql.Split('\n').Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)))
            .Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
