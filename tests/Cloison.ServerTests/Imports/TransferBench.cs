using System.Text;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Ontologies;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Assets;
using Cloison.Server.Features.Exports;
using Cloison.Server.Features.Imports;
using Cloison.Server.Features.People;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Review;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cloison.ServerTests.Imports;

/// <summary>A real compartment on SQLite in a folder of its own, with the use cases of transfers around it: everything but HTTP.</summary>
public sealed class TransferBench : IAsyncLifetime
{
    private readonly string folder = Path.Combine(Path.GetTempPath(), "cloison-transfers-" + Guid.NewGuid().ToString("N"));
    private Installation installation = null!;

    internal static CancellationToken Ct => TestContext.Current.CancellationToken;

    internal TimeProvider Clock { get; } = TimeProvider.System;

    internal Compartment Compartment { get; private set; } = null!;

    internal Ontologies Ontologies { get; } = new();

    internal AssetStore Assets { get; private set; } = null!;

    internal FileReceiver Receiver { get; private set; } = null!;

    internal ImportJob Imports { get; private set; } = null!;

    internal ExportJob Exports { get; private set; } = null!;

    internal PersonId Person { get; } = PersonId.New(DateTimeOffset.UnixEpoch);

    public async ValueTask InitializeAsync()
    {
        await OpenAsync(CustomerId.New(Clock.GetUtcNow()), isNew: true);
        Assets = new(new Thumbnailer(NullLogger<Thumbnailer>.Instance), Clock);
        Receiver = new(Assets, Clock);
        Imports = new(Assets, Ontologies, Clock);
        var names = new PeopleNames(installation, Clock);
        Exports = new(
            Ontologies, new ResultMaker(installation, new Consensuses(Ontologies), new TaskReader(names), Clock, NullLogger<ResultMaker>.Instance), Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await installation.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    internal IEnumerable<string> FilesOnDisk() =>
        Directory.EnumerateFiles(Path.Combine(folder, "compartments", Compartment.Customer.Text), "*", SearchOption.AllDirectories)
            .Where(f => f.Contains(Path.DirectorySeparatorChar + "blobs" + Path.DirectorySeparatorChar));

    internal static Ontology Boxes(params string[] classes) => new(
        Editor.Image, [new("image", InputKind.Image)], [.. classes.Select(c => new LabelClass(c, "#336699", [ShapeKind.Box, ShapeKind.Polygon]))]);

    internal static Ontology Sentiment() => new(
        Editor.Form, [new("text", InputKind.Text)],
        Fields: [new ChoiceField { Name = "sentiment", Options = [new("good"), new("bad")] }]);

    internal static Ontology Entities() => new(
        Editor.Text, [new("text", InputKind.Text)], [new("PER", "#336699", [ShapeKind.Span]), new("LOC", "#993366", [ShapeKind.Span])]);

    internal Task<ProjectId> ProjectAsync(Ontology ontology, int overlap = 1) =>
        CreateProject.StoreAsync(Compartment, new NewProject("A project", ontology, Overlap: overlap), Person, Clock.GetUtcNow(), Ct);

    internal async Task<ImportId> StartAsync(ProjectId project, NewImport? options = null) =>
        (await CreateImport.StoreAsync(Compartment, project, options ?? new(), TransferState.Receiving, Person, Ontologies, Clock, Ct)).Value.Id;

    internal async Task<FileReceipt> SendAsync(ProjectId project, ImportId import, string path, Stream content) =>
        (await UploadFile.ReceiveAsync(Compartment, project, import, path, content, Receiver, Ontologies, Ct)).Value;

    internal Task<FileReceipt> SendAsync(ProjectId project, ImportId import, string path, string text) =>
        SendAsync(project, import, path, new MemoryStream(Encoding.UTF8.GetBytes(text)));

    internal async Task<ImportSummary> FinishAsync(ProjectId project, ImportId import)
    {
        Assert.True((await Compartment.Database.WriteAsync(db => FinishImport.Start(db, project, import), Ct)).Succeeded);
        await Imports.RunAsync(Compartment, project, import, Ct);
        return (await ReadImport.FindAsync(Compartment, project, import, Ct))!;
    }

    internal async Task<List<Refusal>> RefusalsAsync(ProjectId project, ImportId import) =>
        (await ListRefusals.ReadAsync(Compartment, project, import, -1, 1_000, Ct)).ConvertAll(r => r.Refusal);

    internal async Task<(ExportSummary Summary, byte[] Content)> ExportAsync(ProjectId project, NewExport request)
    {
        var row = (await CreateExport.StoreAsync(Compartment, project, request, Person, Clock, Ct)).Value;
        await Exports.RunAsync(Compartment, project, row.Id, Ct);
        return await ReadExportAsync(project, row.Id);
    }

    internal async Task<(ExportSummary Summary, byte[] Content)> ReadExportAsync(ProjectId project, ExportId export)
    {
        var row = (await Compartment.Database.ReadAsync(db => ExportRow.Read(db, project, export), Ct))!;
        await using var content = await Compartment.Blobs.OpenArtifactAsync(project, row.Artifact!, Ct);
        var bytes = new MemoryStream();
        await content!.CopyToAsync(bytes, Ct);
        return (row.Open(Compartment), bytes.ToArray());
    }

    /// <summary>All tasks of a project, oldest first, opened.</summary>
    internal async Task<List<StoredTask>> TasksAsync(ProjectId project)
    {
        var sealer = Compartment.Sealer(project);
        return await Compartment.Database.ReadAsync(
            db => db.List(
                "SELECT t.id, t.batch, t.rank, t.overlap, t.free_slots, c.content, c.gold FROM tasks t JOIN task_contents c ON c.task = t.id WHERE t.project = @p ORDER BY t.pos",
                row =>
                {
                    var id = row.Id<TaskKind>(0);
                    var content = sealer.OpenJson<TaskContent>(Seals.TaskContent(id), row.Bytes(5));
                    return new StoredTask(
                        id, content.Name, row.IdOrNull<BatchKind>(1), TaskQueue.PriorityOf(row.GetInt64(2)), row.Int(3), row.Int(4), content.Data,
                        row.BytesOrNull(6) is { } gold ? sealer.OpenJson<AnnotationContent>(Seals.Gold(id), gold) : null);
                },
                ("@p", project.Text)),
            Ct);
    }

    internal async Task<List<PredictionDetail>> PredictionsAsync(ProjectId project, TaskId task)
    {
        var sealer = Compartment.Sealer(project);
        var rows = await Compartment.Database.ReadAsync(
            db => db.List("SELECT content FROM predictions WHERE task = @t ORDER BY n", row => row.Bytes(0), ("@t", task.Text)), Ct);
        return [.. rows.Select((r, n) => sealer.OpenJson<PredictionDetail>(Seals.Prediction(task, n), r))];
    }

    internal async Task<TaskCounts> CountsAsync(ProjectId project) => await Compartment.Database.ReadAsync(db => TaskCounting.Read(db, project), Ct);

    private async Task OpenAsync(CustomerId customer, bool isNew)
    {
        installation = await Installation.OpenAsync(new(folder), Clock, Ct);
        if (isNew)
        {
            await installation.CreateCompartmentAsync(customer, Ct);
            await installation.Control.WriteAsync(
                db => db.Execute("INSERT INTO customers (id, name, created_at) VALUES (@id, @name, 0)", ("@id", customer.Text), ("@name", new byte[1])), Ct);
        }

        Compartment = (await installation.FindAsync(customer, Ct))!;
    }
}

internal sealed record StoredTask(
    TaskId Id, string Name, BatchId? Batch, int Priority, int Overlap, int FreeSlots, TaskData Data, AnnotationContent? Gold);
