using Cloison.Domain.Annotations;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.Tasks;

/// <summary>
/// How often each label stands in an answer: class names of regions, and <c>field=value</c> for choices. Stored by number, so that
/// tasks can be filtered and counted without opening them.
/// </summary>
internal sealed class LabelTally
{
    private readonly ProjectId project;
    private readonly Sealer sealer;
    private readonly List<(string Name, byte[] Key, long Count)> labels;

    private LabelTally(ProjectId project, Sealer sealer, List<(string, byte[], long)> labels) => (this.project, this.sealer, this.labels) = (project, sealer, labels);

    public static LabelTally Of(Compartment compartment, ProjectId project, AnnotationContent content) => new(
        project, compartment.Sealer(project),
        [.. NamesIn(content).CountBy(name => name, StringComparer.Ordinal)
            .Select(pair => (pair.Key, KeyOf(compartment, pair.Key), (long)pair.Value))]);

    public static byte[] KeyOf(Compartment compartment, string name) => compartment.Keys.Index.Of("labels.name", name);

    public void Add(Session db, TaskId task) => Change(db, task, 1);

    public void Remove(Session db, TaskId task) => Change(db, task, -1);

    private static IEnumerable<string> NamesIn(AnnotationContent content)
    {
        foreach (var region in content.Regions ?? [])
            yield return region.Class;
        foreach (var (field, value) in content.Values ?? new Dictionary<string, FieldValue>())
            switch (value)
            {
                // A short text is a choice's option; a long one is an answer in words, which no filter lists.
                case TextValue { Text.Length: > 0 and <= 100 } text: yield return $"{field}={text.Text}"; break;
                case BooleanValue boolean: yield return $"{field}={(boolean.Truth ? "true" : "false")}"; break;
                case ListValue list:
                    foreach (var item in list.Items)
                        yield return $"{field}={item}";
                    break;
            }
    }

    private void Change(Session db, TaskId task, long sign)
    {
        foreach (var (name, key, count) in labels)
        {
            var label = db.Scalar<long?>(
                "UPDATE labels SET n = n + @n WHERE project = @project AND name_key = @key RETURNING id", ("@n", sign * count), ("@project", project.Text), ("@key", key))
                ?? New(db, name, key, sign * count);
            db.Execute(
                "INSERT INTO task_labels (label, task, n) VALUES (@label, @task, @n) ON CONFLICT (label, task) DO UPDATE SET n = task_labels.n + excluded.n",
                ("@label", label), ("@task", task.Text), ("@n", sign * count));
        }
    }

    private long New(Session db, string name, byte[] key, long count)
    {
        var id = db.Scalar<long>("SELECT COALESCE(MAX(id), 0) + 1 FROM labels");
        db.Execute(
            "INSERT INTO labels (id, project, name_key, name, n) VALUES (@id, @project, @key, @name, @n)",
            ("@id", id), ("@project", project.Text), ("@key", key), ("@name", sealer.SealText(Seals.LabelName(id), name)), ("@n", count));
        return id;
    }
}
