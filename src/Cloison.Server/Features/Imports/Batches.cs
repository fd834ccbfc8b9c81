using Cloison.Domain.Ids;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>Finds batches by name, and makes those that are not there.</summary>
internal sealed class Batches(Compartment compartment, ProjectId project, TimeProvider clock)
{
    public const int MaxNameLength = 200;

    private readonly Dictionary<string, BatchId> known = new(StringComparer.Ordinal);

    public async ValueTask<BatchId> FindOrMakeAsync(string name, CancellationToken ct)
    {
        var trimmed = name.Trim();
        if (known.TryGetValue(trimmed, out var batch))
            return batch;
        var key = compartment.Keys.Index.Of("batches.name", trimmed);
        batch = await compartment.Database.ReadAsync(db => Find(db, key), ct) is { } there ? there : await MakeAsync(trimmed, key, ct);
        if (known.Count >= 10_000)
            known.Clear();
        known[trimmed] = batch;
        return batch;
    }

    private async Task<BatchId> MakeAsync(string name, byte[] key, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var id = BatchId.New(now);
        var sealedName = compartment.Sealer(project).SealText(Seals.BatchName(id), name);
        return await compartment.Database.WriteAsync(
            db =>
            {
                db.Execute(
                    """
                    INSERT INTO batches (id, project, name, name_key, created_at) VALUES (@id, @project, @name, @key, @now)
                    ON CONFLICT (project, name_key) DO NOTHING
                    """,
                    ("@id", id.Text), ("@project", project.Text), ("@name", sealedName), ("@key", key), ("@now", now.ToUnixTimeMilliseconds()));
                return Find(db, key)!.Value;
            },
            ct);
    }

    private BatchId? Find(Session db, byte[] key) => db.First(
        "SELECT id FROM batches WHERE project = @project AND name_key = @key", row => (BatchId?)row.Id<BatchKind>(0), ("@project", project.Text), ("@key", key));
}
