using System.Globalization;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Platform;

/// <summary>A sealed column, as a rotation goes through it. Its rows are bound by their keys, joined by '/', as <see cref="Seals"/> says one by one.</summary>
/// <param name="Keys">The columns that name a row, in the order of the seal's context. Blind indexes count as hex digits.</param>
/// <param name="Join">How a row of the table <c>t</c> comes to its project <c>p</c>; null: the table has the project itself.</param>
/// <param name="ProjectColumn">Of <c>p</c>, or of the table itself; null: its rows are no project's.</param>
internal sealed record SealedColumn(string Table, string Column, IReadOnlyList<string> Keys, string? Join = null, string? ProjectColumn = "project")
{
    // A version 1 envelope's key number is its bytes 2 to 5 (Sealing/Envelope.cs).
    private string From =>
        $"FROM {Table} t {Join} WHERE {(ProjectColumn is null ? "" : $"{(Join is null ? "t" : "p")}.{ProjectColumn} = @project AND ")}t.{Column} IS NOT NULL AND substr(t.{Column}, 2, 4) <> @key";

    private string KeyList => string.Join(", ", Keys.Select(k => $"t.{k}"));

    public SealContext Context(IReadOnlyList<object> keys) => new(Table, Column, string.Join('/', keys.Select(Text)));

    /// <summary>How many values another key than this one has sealed.</summary>
    public long CountOthers(Session db, ProjectId? project, byte[] key) => db.Scalar<long>($"SELECT COUNT(*) {From}", [.. Of(project), ("@key", key)]);

    /// <summary>The next of them, after a row.</summary>
    public List<(object[] Keys, byte[] Value)> Others(Session db, ProjectId? project, byte[] key, object[]? after, int limit)
    {
        var beyond = after is null ? "" : $"AND ({KeyList}) > ({string.Join(", ", Keys.Select((_, n) => $"@k{n}"))})";
        (string, object?)[] parameters = [.. Of(project), ("@key", key), .. (after ?? []).Select((k, n) => ($"@k{n}", (object?)k))];
        return db.List(
            $"SELECT {KeyList}, t.{Column} {From} {beyond} ORDER BY {KeyList} LIMIT {limit}",
            row => (Enumerable.Range(0, Keys.Count).Select(row.GetValue).ToArray(), row.Bytes(Keys.Count)), parameters);
    }

    /// <summary>Puts a value in the place of an older one, unless somebody has written another meanwhile.</summary>
    public void Replace(Session db, object[] keys, byte[] old, byte[] fresh) => db.Execute(
        $"UPDATE {Table} SET {Column} = @fresh WHERE {string.Join(" AND ", Keys.Select((k, n) => $"{k} = @k{n}"))} AND {Column} = @old",
        [("@fresh", fresh), ("@old", old), .. keys.Select((k, n) => ($"@k{n}", (object?)k))]);

    private (string, object?)[] Of(ProjectId? project) => ProjectColumn is null ? [] : [("@project", project?.Text)];

    private static string Text(object key) => key switch
    {
        byte[] bytes => Convert.ToHexStringLower(bytes),
        _ => Convert.ToString(key, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>All sealed columns of a compartment: the list of <see cref="Seals"/>, for who goes through them. A test compares it with the migrations.</summary>
internal static class SealedColumns
{
    private const string ByTask = "JOIN tasks p ON p.id = t.task", ByImport = "JOIN imports p ON p.id = t.import";

    /// <summary>Sealed under the key of the row's project.</summary>
    public static readonly IReadOnlyList<SealedColumn> OfProjects =
    [
        new("projects", "name", ["id"], ProjectColumn: "id"),
        new("projects", "instructions", ["id"], ProjectColumn: "id"),
        new("ontologies", "content", ["project", "version"]),
        new("batches", "name", ["id"]),
        new("task_contents", "content", ["task"], ByTask),
        new("task_contents", "gold", ["task"], ByTask),
        new("task_contents", "result", ["task"], ByTask),
        new("predictions", "content", ["task", "n"], ByTask),
        new("leases", "reason", ["id"]),
        new("annotations", "content", ["id"]),
        new("reviews", "comment", ["id"]),
        new("comments", "content", ["id"]),
        new("drafts", "content", ["task", "person"], ByTask),
        new("task_events", "detail", ["task", "at"], ByTask),
        new("labels", "name", ["id"]),
        new("imports", "options", ["id"]),
        new("imports", "problem", ["id"]),
        new("import_files", "path", ["import", "path_key"], ByImport),
        new("import_files", "reason", ["import", "path_key"], ByImport),
        new("import_refusals", "content", ["import", "n"], ByImport),
        new("gold_tasks", "explanation", ["task"]),
        new("skill_notices", "appeal", ["project", "person", "n"]),
        new("acceptances", "kinds", ["project", "n"]),
        new("acceptances", "certificate", ["project", "n"]),
        new("acceptance_items", "digest", ["project", "acceptance", "task"]),
        new("acceptance_items", "finding", ["project", "acceptance", "task"]),
        new("exports", "options", ["id"]),
        new("exports", "report", ["id"]),
        new("exports", "problem", ["id"]),
    ];

    /// <summary>Sealed under the compartment's own key.</summary>
    public static readonly IReadOnlyList<SealedColumn> OfCompartment =
    [
        new("blind_settings", "content", ["id"], ProjectColumn: null),
        new("name_overrides", "content", ["n"], ProjectColumn: null),
        new("customer_exports", "options", ["id"], ProjectColumn: null),
        new("customer_exports", "problem", ["id"], ProjectColumn: null),
    ];

    /// <summary>Binary, and not sealed by the compartment's keys: blind indexes, keyed hashes, and the access log, which has a key of its own.</summary>
    public static readonly IReadOnlySet<string> NotSealed = new HashSet<string>(StringComparer.Ordinal)
    {
        "batches.name_key", "tasks.external_key", "tasks.content_key", "tasks.stem_key", "annotations.content_hash", "reviews.content_hash", "labels.name_key",
        "import_files.path_key", "import_refusals.source", "log_entries.leaf", "log_entries.entry", "log_nodes.hash", "log_head.note", "log_witnesses.place",
        "log_breaks.note", "log_breaks.head", "log_breaks.successor", "log_kept.leaf", "log_kept.entry",
    };
}
