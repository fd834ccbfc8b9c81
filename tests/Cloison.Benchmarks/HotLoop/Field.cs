using System.Text.Json.Nodes;
using Cloison.Domain.Ontologies;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Benchmarks.HotLoop;

/// <summary>A data folder with a project full of tasks and people who are signed in.</summary>
internal sealed class Field : IDisposable
{
    private static readonly Ontology Boxes = new(
        Editor.Image, [new("image", InputKind.Image)], [new LabelClass("car", "#4269d0", [Domain.Annotations.ShapeKind.Box]), new LabelClass("person", "#b0620a", [Domain.Annotations.ShapeKind.Box])]);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("cloison-benchmark-");

    public string Folder => folder.FullName;

    public ProjectId Project { get; private set; }

    /// <summary>A session for each annotator.</summary>
    public List<string> Sessions { get; } = [];

    /// <param name="answeredShare">Which part of the tasks every annotator has answered already; the overlap is then high enough for all of them.</param>
    public static async Task<Field> SowAsync(int tasks, int annotators, double answeredShare, string? postgres, CancellationToken ct)
    {
        var field = new Field();
        var now = TimeProvider.System.GetUtcNow();
        await using var installation = await Installation.OpenAsync(new(field.Folder, postgres), TimeProvider.System, ct);
        var customer = CustomerId.New(now);
        await CustomerRows.MakeAsync(
            new(installation.Control), new ControlSealer(installation.ControlKeys.ForCompartment()), installation.CreateCompartmentAsync, customer, "Benchmark", now, ct);
        var people = Enumerable.Range(0, annotators).Select(_ => PersonId.New(now)).ToList();
        await installation.Control.WriteAsync(db => people.ForEach(person => field.Sessions.Add(SignIn(db, person, customer, now))), ct);
        var compartment = (await installation.FindAsync(customer, ct))!;
        // So that the smaller project is not used up within a run; the same for both sizes.
        var overlap = answeredShare > 0 ? 100 : 20;
        field.Project = await CreateProject.StoreAsync(compartment, new("Benchmark", Boxes, Overlap: overlap, LeaseSeconds: 86_400), people[0], now, ct);
        const int chunk = 10_000;
        for (var done = 0; done < tasks; done += chunk)
        {
            var first = done;
            await compartment.Database.WriteAsync(db => Insert(db, compartment, field.Project, overlap, first, Math.Min(chunk, tasks - first), now), ct);
        }

        if (answeredShare > 0)
            foreach (var person in people)
                await compartment.Database.WriteAsync(db => Answer(db, field.Project, person, (long)(tasks * answeredShare)), ct);
        return field;
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static string SignIn(Session db, PersonId person, CustomerId customer, DateTimeOffset now)
    {
        var token = SecretToken.New();
        PersonRows.Insert(db, person, "Annotator", $"{person}@example.org", "", isOperator: false, now);
        PersonRows.Join(db, person, customer, RoleSet.Of([Role.Annotator]), now);
        SessionRows.Open(db, new(SessionId.New(now), token, null, "benchmark", "127.0.0.1", now, now + SessionLimits.Absolute), person, customer);
        return token.Text;
    }

    private static void Insert(Session db, Compartment compartment, ProjectId project, int overlap, int first, int count, DateTimeOffset now)
    {
        var sealer = compartment.Sealer(project);
        var pos = TaskQueue.NextPositions(db, count);
        for (var n = first; n < first + count; n++)
        {
            var id = TaskId.New(now.AddMilliseconds(n));
            db.Execute(
                """
                INSERT INTO tasks (id, project, external_key, state, rank, pos, overlap, free_slots, created_at, updated_at)
                VALUES (@id, @project, @key, 0, 0, @pos, @overlap, @overlap, @now, @now)
                """,
                ("@id", id.Text), ("@project", project.Text), ("@key", ExternalKeys.OfName(compartment, id.Text)), ("@pos", pos++), ("@overlap", (long)overlap),
                ("@now", now.ToUnixTimeMilliseconds()));
            var data = new TaskData(new JsonObject
            {
                ["image"] = new JsonObject { ["asset"] = AssetId.New(now).Text, ["name"] = $"images/{n}.jpg", ["mediaType"] = "image/jpeg", ["width"] = 1920, ["height"] = 1080 },
            });
            db.Execute("INSERT INTO task_contents (task, content) VALUES (@task, @content)", ("@task", id.Text), ("@content", sealer.SealJson(Seals.TaskContent(id), new TaskContent($"{n}.jpg", data))));
        }

        TaskCounting.Add(db, project, "", TaskState.Open, count);
    }

    // As his claims would have left it: the rows that say so, and the cursor behind them.
    private static void Answer(Session db, ProjectId project, PersonId person, long upTo)
    {
        db.Execute(
            "INSERT INTO task_people (task, person, state) SELECT id, @person, 1 FROM tasks WHERE project = @project AND pos <= @pos",
            ("@person", person.Text), ("@project", project.Text), ("@pos", upTo));
        db.Execute(
            "INSERT INTO queue_cursors (project, person, rank, pos) VALUES (@project, @person, 0, @pos)",
            ("@project", project.Text), ("@person", person.Text), ("@pos", upTo));
    }
}
