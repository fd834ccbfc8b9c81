using Cloison.Contracts;
using Cloison.Domain.Ontologies;
using Cloison.Domain.People;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Review;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.People;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.Extensions.Logging.Abstractions;
using UpdateProject = Cloison.Contracts.UpdateProject;

namespace Cloison.ServerTests.Work;

/// <summary>One compartment with one project, its clock, and the people who work on it.</summary>
internal sealed class Desk
{
    public static readonly Ontology Sentiment = new(
        Editor.Text, [new("text", InputKind.Text)],
        [new LabelClass("PER", "#4269d0", [Domain.Annotations.ShapeKind.Span])],
        Fields: [new ChoiceField { Name = "mood", Options = [new("good"), new("bad")] }]);

    private readonly PeopleNames names;
    private int made;

    public Desk(Installation installation, Compartment compartment, AccessLog log, TestClock clock)
    {
        (Compartment, Log, Clock) = (compartment, log, clock);
        Ontologies = new Ontologies();
        names = new PeopleNames(installation, clock);
        Reader = new TaskReader(names);
        Consensuses = new Consensuses(Ontologies);
        ResultMaker = new ResultMaker(installation, Consensuses, Reader, clock, NullLogger<ResultMaker>.Instance);
    }

    public Compartment Compartment { get; }

    public AccessLog Log { get; }

    public TestClock Clock { get; }

    public ProjectId Project { get; private set; }

    public Ontologies Ontologies { get; }

    public TaskReader Reader { get; }

    public PeopleNames Names => names;

    public Consensuses Consensuses { get; }

    public ResultMaker ResultMaker { get; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async Task<Desk> WithProjectAsync(int overlap = 1, int reviewLevels = 0, int leaseSeconds = 900)
    {
        Project = await CreateProject.StoreAsync(
            Compartment, new("A project", Sentiment, "", overlap, reviewLevels, leaseSeconds), PersonId.New(Now), Now, Ct);
        return this;
    }

    /// <summary>Tasks "This is task 0.", 1, 2 … in this order.</summary>
    public async Task<List<TaskId>> AddTasksAsync(int count, int priority = 0)
    {
        var first = made;
        made += count;
        var tasks = Enumerable.Range(first, count).Select(n => (Id: TaskId.New(Now.AddMilliseconds(n)), Number: n)).ToList();
        await Compartment.Database.WriteAsync(
            db => TaskSeed.Insert(db, Compartment, Project, WorkProject.Read(db, Project)!.Overlap, priority, tasks, Now), Ct);
        return tasks.ConvertAll(t => t.Id);
    }

    public Worker Hire(params Role[] roles) => new(this, new(
        PersonId.New(Now), Compartment.Customer, RoleSet.Of(roles.Length == 0 ? [Role.Annotator] : roles), false, SessionId.New(Now), null, KeyEnvironment.Live, default));

    public List<Worker> HireMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Hire())];

    /// <summary>What the server does once a second.</summary>
    public async Task SweepAsync()
    {
        while (await Compartment.Database.WriteAsync(db => LeaseSweeper.Sweep(db, Log, Now), Ct) > 0)
        {
        }
    }

    public async Task PassAsync(TimeSpan time)
    {
        Clock.Advance(time);
        await SweepAsync();
    }

    public async Task ChangeAsync(UpdateProject change) => Reply.Of(await Server.Features.Projects.UpdateProject.HandleAsync(Project, change, Compartment, Ontologies, Clock, Ct));

    public async Task SteerAsync(TaskId task, int? priority = null, bool? cancelled = null) =>
        Reply.Done(await Server.Features.Tasks.UpdateTask.HandleAsync(Project, task, new(priority, cancelled), Hire(Role.Lead).Caller, Compartment, Log, Clock, Ct));

    public Task<T> ReadAsync<T>(Func<Session, T> read) => Compartment.Database.ReadAsync(read, Ct);

    public async Task<TaskDetail> ShowAsync(TaskId task) =>
        Reply.Of(await ReadTask.HandleAsync(Project, task, Compartment, Reader, names, Ct));

    public Task<TaskResult?> ResultAsync(TaskId task) => Reader.ResultAsync(Compartment, Project, task, Ct);

    public Task<(TaskState State, int Free, int Accepted, int Pending)> StateAsync(TaskId task) => ReadAsync(
        db => db.First(
            "SELECT state, free_slots, accepted, pending FROM tasks WHERE id = @task", row => (row.Enum<TaskState>(0), row.Int(1), row.Int(2), row.Int(3)), ("@task", task.Text)));

    /// <summary>Recounts everything that is kept as a running total. In the writer, between two pieces of work: a reader would see several states.</summary>
    public Task AuditAsync(bool overlapMayBeExceeded = false) => Compartment.Database.WriteAsync(db => Audit.Check(db, Project, overlapMayBeExceeded), Ct);
}
