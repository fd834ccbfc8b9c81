using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Formats;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Exports;
using Cloison.Server.Features.Projects;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Leaving.Packaging;

/// <summary>Every project: its tables, its files as they came, and a folder that can be imported again.</summary>
internal sealed class ProjectsPart(Ontologies ontologies) : IPackagePart
{
    private const int PageAssets = 500;

    public string Readme =>
        """
        * `projects/<project>/*.jsonl`: the project's tables, an object a line: tasks with their data, gold answers and results, predictions, annotations of every state, reviews,
          comments, drafts, leases, what leads did, figures, imports, exports. Ids connect them. Times are UTC; offsets in texts count UTF-16 units.
        * `projects/<project>/import/`: the files that tasks show, byte for byte as they came and under their own names, and `tasks.jsonl` in Cloison's native format.
          `cloison import PROJECT import/` brings all of it into another project.
        * `projects/<project>/files.jsonl`: which asset lies in which file.
        * `projects/<project>/other-files/`: files that no task shows, such as pictures in the instructions.
        * `projects/<project>/missing-files.jsonl`: only when something is missing: assets whose file is damaged or gone.
        * `customer-exports.jsonl`: the exports like this one.
        """;

    public async Task WriteAsync(PackageWriter package, Compartment compartment, CancellationToken ct)
    {
        foreach (var table in CustomerTables.OfCustomer)
            await package.AddAsync(table.File, output => table.WriteAsync(compartment, null, output, ct), ct);
        var projects = await compartment.Database.ReadAsync(db => db.List("SELECT id, ontology_version FROM projects ORDER BY id", row => (row.Id<ProjectKind>(0), row.Int(1))), ct);
        foreach (var (project, version) in projects)
            await WriteProjectAsync(package, compartment, project, version, ct);
    }

    private async Task WriteProjectAsync(PackageWriter package, Compartment compartment, ProjectId project, int version, CancellationToken ct)
    {
        var folder = $"projects/{project}/";
        foreach (var table in CustomerTables.OfProject)
            await package.AddAsync(folder + table.File, output => table.WriteAsync(compartment, project, output, ct), ct);

        var items = new ExportItems(compartment, project, ExportedAnswers.Everything, await TaskSet.GatherAsync(compartment, project, ExportedAnswers.Everything, ct));
        var names = new FileNames();
        var missing = new List<AssetId>();
        var index = new List<FileLine>();
        await foreach (var item in items.ReadAsync(ct))
            foreach (var (_, shown) in item.Data.Assets())
                if (names.TryName(shown, out var name))
                    await AddFileAsync(shown.Asset, "import/" + name);
        await AddOthersAsync();
        await package.AddLinesAsync(folder + "files.jsonl", index, ct);
        if (missing.Count > 0)
            await package.AddLinesAsync(folder + "missing-files.jsonl", missing.Select(m => new FileLine(m, null)), ct);

        var ontology = (await ontologies.FindAsync(compartment, project, version, ct))!;
        var source = new Formats.Dataset.DatasetSource(ontology, token => items.ReadAsync(token).Select(names.Rewrite));
        await package.AddAsync(
            folder + "import/" + FileNames.Tasks, output => FormatCatalog.Native.Writer!.WriteAsync(source, output, ExportOptions.Default, ct), ct);

        async Task AddOthersAsync()
        {
            for (var after = ""; ;)
            {
                var from = after;
                var page = await compartment.Database.ReadAsync(
                    db => db.List(
                        "SELECT id, media_type FROM assets WHERE project = @project AND id > @after ORDER BY id LIMIT @limit", row => (Id: row.Id<AssetKind>(0), Type: row.GetString(1)),
                        ("@project", project.Text), ("@after", from), ("@limit", (long)PageAssets)),
                    ct);
                foreach (var (id, type) in page.Where(a => !names.IsNamed(a.Id)))
                    await AddFileAsync(id, $"other-files/{id}{FileNames.ExtensionOf(type)}");
                if (page.Count < PageAssets)
                    return;
                after = page[^1].Id.Text;
            }
        }

        async Task AddFileAsync(AssetId asset, string name)
        {
            var stored = await compartment.Database.ReadAsync(db => StoredAsset.Read(db, project, asset), ct);
            await using var content = stored is null ? null : await OpenAsync(compartment, project, stored, ct);
            if (content is null)
            {
                missing.Add(asset);
                return;
            }

            await package.AddAsync(folder + name, content, ct);
            index.Add(new(asset, name));
        }
    }

    /// <summary>
    /// The file as it came. Null when it is gone or damaged: whoever leaves shall not be kept by one broken file. (Where workers are shown a cleaned copy, this takes
    /// the original.)
    /// </summary>
    private static async Task<Stream?> OpenAsync(Compartment compartment, ProjectId project, StoredAsset asset, CancellationToken ct)
    {
        try
        {
            return await compartment.Blobs.OpenAsync(project, asset.Blob, ct);
        }
        catch (SealBrokenException e) when (e.Reason is SealBreak.Altered or SealBreak.Malformed or SealBreak.WrongPlaceOrKey)
        {
            return null;
        }
    }

    private sealed record FileLine(AssetId Asset, string? File);
}
