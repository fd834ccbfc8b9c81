using System.Data.Common;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>A task found by the name of what it shows.</summary>
internal sealed record FoundTask(TaskId Id, TaskContent Content)
{
    public AssetReference? Image => TaskKeys.FirstAsset(Content.Data);
}

/// <summary>
/// Finds tasks by names as label files spell them: with the folder of the import, with less of it, or with another one. Where a name fits several
/// tasks it finds none, rather than the wrong one.
/// </summary>
internal sealed class TaskFinder(Compartment compartment, ProjectId project)
{
    private const string Columns = "t.id, c.content FROM tasks t JOIN task_contents c ON c.task = t.id";
    private const int MostOfOneStem = 200;

    private (string Name, FoundTask? Task) last;

    /// <param name="stemIsEnough">Also another extension will do: the format names labels, and its reader guessed the image's name.</param>
    public async Task<FoundTask?> FindAsync(string name, bool stemIsEnough, CancellationToken ct)
    {
        // A reader asks for the size of an image, and then hands over its labels.
        if (last.Name == name && last.Task is not null)
            return last.Task;
        var found = await LookAsync(name, stemIsEnough, ct);
        last = (name, found);
        return found;
    }

    private async Task<FoundTask?> LookAsync(string name, bool stemIsEnough, CancellationToken ct)
    {
        var (key, stem) = (ExternalKeys.OfName(compartment, name), TaskKeys.OfStem(compartment, name));
        var rows = await compartment.Database.ReadAsync(db => Look(db, key, stem), ct);
        if (rows.Exact is { } task)
            return Open(task);
        var candidates = rows.Alike.ConvertAll(Open);
        return Only(candidates, c => c.Image?.Name == name)
            ?? Only(candidates, c => c.Image is { } image && (EndsWithPath(image.Name, name) || EndsWithPath(name, image.Name)))
            ?? Only(candidates, c => c.Image is { } image && TaskKeys.BaseOf(image.Name) == TaskKeys.BaseOf(name))
            ?? (stemIsEnough ? Only(candidates, _ => true) : null);
    }

    private ((TaskId, byte[])? Exact, List<(TaskId, byte[])> Alike) Look(Session db, byte[] key, byte[] stem)
    {
        var exact = db.List($"SELECT {Columns} WHERE t.project = @project AND t.external_key = @key", Map, ("@project", project.Text), ("@key", key));
        return exact is [var only]
            ? (only, [])
            : (null, db.List(
                $"SELECT {Columns} WHERE t.project = @project AND t.stem_key = @stem LIMIT @most", Map,
                ("@project", project.Text), ("@stem", stem), ("@most", (long)MostOfOneStem)));
    }

    private static FoundTask? Only(List<FoundTask> candidates, Predicate<FoundTask> fits) => candidates.FindAll(fits) is [var only] ? only : null;

    private static bool EndsWithPath(string longer, string shorter) => longer.EndsWith("/" + shorter, StringComparison.Ordinal);

    private FoundTask Open((TaskId Id, byte[] Content) row) => new(row.Id, compartment.Sealer(project).OpenJson<TaskContent>(Seals.TaskContent(row.Id), row.Content));

    private static (TaskId Id, byte[] Content) Map(DbDataReader row) => (row.Id<TaskKind>(0), row.Bytes(1));
}
