using System.Text.Json;
using Cloison.Domain.Json;
using Cloison.Server.Platform;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Imports;

/// <summary>Labels for a task that is there already.</summary>
internal sealed record TaskLabels(TaskId Task, Answers Answers);

/// <summary>Adds predictions and gold answers to tasks. What a task has already is not added again.</summary>
internal static class LabelStore
{
    public static async Task AddAsync(ActiveImport import, IReadOnlyList<TaskLabels> labels, CancellationToken ct)
    {
        for (var left = labels; left.Count > 0;)
        {
            var tasks = left;
            var known = await import.Compartment.Database.ReadAsync(db => tasks.Select(l => l.Task).Distinct().ToDictionary(t => t, t => Known.Read(db, t)), ct);
            var prepared = left.Select(l => (Labels: l, Addition: Prepare(import, l, known[l.Task]))).ToList();
            left = await import.Compartment.Database.WriteAsync(
                db =>
                {
                    ImportLedger.MakeSureOf(db, import.Id);
                    var again = new List<TaskLabels>();
                    long added = 0;
                    foreach (var (label, addition) in prepared)
                        if (addition.Store(db))
                            added += addition.Count;
                        else
                            // Another import was faster at this task: look again at what it has now.
                            again.Add(label);
                    ImportLedger.Count(db, import.Id, labels: added);
                    return again;
                },
                ct);
        }
    }

    private static Addition Prepare(ActiveImport import, TaskLabels labels, Known known)
    {
        var (task, sealer) = (labels.Task, import.Sealer);
        var have = known.Predictions.Select((p, n) => Convert.ToBase64String(sealer.Open(Seals.Prediction(task, n), p))).ToHashSet(StringComparer.Ordinal);
        var fresh = new List<byte[]>();
        long count = 0;
        foreach (var prediction in labels.Answers.Predictions)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(prediction, DomainJson.Options);
            if (!have.Add(Convert.ToBase64String(json)))
                continue;
            fresh.Add(sealer.Seal(Seals.Prediction(task, known.Predictions.Count + fresh.Count), json));
            count += new Answers([prediction], null).Labels;
        }

        byte[]? gold = null;
        if (labels.Answers.Gold is { } right)
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(right, DomainJson.Options);
            if (known.Gold is null || !sealer.Open(Seals.Gold(task), known.Gold).AsSpan().SequenceEqual(json))
            {
                gold = sealer.Seal(Seals.Gold(task), json);
                count += new Answers([], right).Labels;
            }
        }

        return new(task, known.Predictions.Count, fresh, gold, count);
    }

    private sealed record Known(List<byte[]> Predictions, byte[]? Gold)
    {
        public static Known Read(Session db, TaskId task) => new(
            db.List("SELECT content FROM predictions WHERE task = @task ORDER BY n", row => row.Bytes(0), ("@task", task.Text)),
            db.First("SELECT gold FROM task_contents WHERE task = @task", row => row.BytesOrNull(0), ("@task", task.Text)));
    }

    private sealed record Addition(TaskId Task, int After, List<byte[]> Predictions, byte[]? Gold, long Count)
    {
        public bool Store(Session db)
        {
            if (Predictions.Count > 0 && db.Scalar<long>("SELECT COUNT(*) FROM predictions WHERE task = @task", ("@task", Task.Text)) != After)
                return false;
            for (var i = 0; i < Predictions.Count; i++)
                db.Execute(
                    "INSERT INTO predictions (task, n, content) VALUES (@task, @n, @content)",
                    ("@task", Task.Text), ("@n", (long)(After + i)), ("@content", Predictions[i]));
            if (Gold is not null)
                db.Execute("UPDATE task_contents SET gold = @gold WHERE task = @task", ("@gold", Gold), ("@task", Task.Text));
            return true;
        }
    }
}
