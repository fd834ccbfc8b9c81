using Cloison.Contracts;
using Cloison.Domain.Ids;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Exports;

/// <summary>
/// Which tasks an export holds, decided once: people go on working while it is made, and a writer that goes through the items twice must meet
/// the same ones. Sixteen bytes a task: ten million tasks are 160 MB.
/// </summary>
internal sealed class TaskSet
{
    private const int PageRows = 5_000;
    private const int BlockIds = 1 << 16;

    private readonly List<Guid[]> blocks = [];

    public long Count { get; private set; }

    public static async Task<TaskSet> GatherAsync(Compartment compartment, ProjectId project, ExportedAnswers answers, CancellationToken ct)
    {
        // Constants only; all values are parameters.
        var condition = answers switch
        {
            ExportedAnswers.Results => "AND state = 2",
            ExportedAnswers.Accepted => "AND accepted > 0",
            _ => "",
        };
        var set = new TaskSet();
        for (var after = ""; ;)
        {
            var from = after;
            var page = await compartment.Database.ReadAsync(
                db => db.List(
                    $"SELECT id FROM tasks WHERE project = @project AND id > @after {condition} ORDER BY id LIMIT @limit", row => row.Id<TaskKind>(0),
                    ("@project", project.Text), ("@after", from), ("@limit", (long)PageRows)),
                ct);
            foreach (var id in page)
                set.Add(id.ToGuid());
            if (page.Count < PageRows)
                return set;
            after = page[^1].Text;
        }
    }

    /// <summary>The ids in their order, some at a time.</summary>
    public IEnumerable<TaskId[]> Pages(int size)
    {
        for (long start = 0; start < Count; start += size)
        {
            var page = new TaskId[Math.Min(size, Count - start)];
            for (var i = 0; i < page.Length; i++)
                page[i] = TaskId.From(blocks[(int)((start + i) / BlockIds)][(start + i) % BlockIds]);
            yield return page;
        }
    }

    private void Add(Guid id)
    {
        if (Count % BlockIds == 0)
            blocks.Add(new Guid[BlockIds]);
        blocks[^1][Count++ % BlockIds] = id;
    }
}
