using System.Buffers;
using System.Data.Common;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>Whose rows of a table are a project's.</summary>
internal enum RowScope
{
    /// <summary>The row says its project.</summary>
    Project,

    /// <summary>The row says its task.</summary>
    Task,

    /// <summary>The row says its import.</summary>
    Import,

    /// <summary>The row is the project.</summary>
    Self,

    /// <summary>The table belongs to the compartment as a whole.</summary>
    Compartment,
}

/// <summary>One table as JSON Lines, read by pages along its key.</summary>
/// <param name="File">The file in the project's folder, or at the top.</param>
/// <param name="Key">Columns that order the rows.</param>
/// <param name="Fields">What is written.</param>
/// <param name="LeftOut">Columns that are not: blind indexes, and what is only our bookkeeping.</param>
internal sealed record TableExport(string Table, string File, RowScope Scope, string[] Key, Field[] Fields, string[] LeftOut)
{
    private const int PageRows = 100;

    // Readable as it stands; nobody puts these files into a web page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Two tables that are one to the reader: the second has the first one's id as its key.</summary>
    public (string Table, string On)? With { get; init; }

    /// <summary>Whether several rows may have the same key.</summary>
    public bool KeyRepeats { get; init; }

    public async Task WriteAsync(Compartment compartment, ProjectId? project, Stream output, CancellationToken ct)
    {
        var sealer = project is { } owner ? compartment.Sealer(owner) : compartment.Keys.ForCompartment();
        var buffer = new ArrayBufferWriter<byte>();
        await using var json = new Utf8JsonWriter(buffer, Json);
        var limit = PageRows;
        for (Line? after = null; ;)
        {
            var from = after;
            var asked = limit;
            var page = await compartment.Database.ReadAsync(db => ReadPage(db, project, from, asked), ct);
            var isLast = page.Count < asked;
            if (!isLast && KeyRepeats)
            {
                // The last key may go on beyond the page: it is read again with the next one, or with a longer one.
                var whole = page.TakeWhile(line => !SameKey(line, page[^1])).ToList();
                limit = whole.Count == 0 ? limit * 2 : PageRows;
                page = whole;
            }

            foreach (var line in page)
            {
                json.WriteStartObject();
                foreach (var field in Fields)
                    field.Write(json, line, sealer);
                json.WriteEndObject();
                await json.FlushAsync(ct);
                buffer.Write("\n"u8);
                await output.WriteAsync(buffer.WrittenMemory, ct);
                buffer.ResetWrittenCount();
                json.Reset();
                after = line;
            }

            if (isLast)
                return;
        }
    }

    private List<Line> ReadPage(Session db, ProjectId? project, Line? after, int limit)
    {
        var columns = Fields.Select(f => f.Column).Concat(Key).Distinct(StringComparer.Ordinal).ToList();
        var index = columns.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        var from = With is { } second ? $"{Table} JOIN {second.Table} ON {second.Table}.{second.On} = {Table}.id" : Table;
        // Constants of the code; all values are parameters.
        var scope = Scope switch
        {
            RowScope.Project => "project = @project",
            RowScope.Task => $"EXISTS (SELECT 1 FROM tasks WHERE tasks.id = {Table}.task AND tasks.project = @project)",
            RowScope.Import => $"EXISTS (SELECT 1 FROM imports WHERE imports.id = {Table}.import AND imports.project = @project)",
            RowScope.Self => "id = @project",
            _ => "@project = ''",
        };
        var beyond = after is null ? "" : $" AND ({string.Join(", ", Key)}) > ({string.Join(", ", Key.Select(k => $"@{k}"))})";
        (string, object?)[] parameters =
        [
            ("@project", project?.Text ?? ""), ("@limit", (long)limit), .. after is null ? [] : Key.Select(k => ($"@{k}", after[k])),
        ];
        return db.List(
            $"SELECT {string.Join(", ", columns)} FROM {from} WHERE {scope}{beyond} ORDER BY {string.Join(", ", Key)} LIMIT @limit",
            row => new Line(index, ReadValues(row, columns.Count)), parameters);
    }

    private bool SameKey(Line a, Line b) => Key.All(k => Equals(a[k], b[k]));

    private static object?[] ReadValues(DbDataReader row, int count)
    {
        var values = new object?[count];
        for (var i = 0; i < count; i++)
            values[i] = row.IsDBNull(i) ? null : row.GetValue(i);
        return values;
    }
}
