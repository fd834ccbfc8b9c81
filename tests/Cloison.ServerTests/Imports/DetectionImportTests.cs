using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Server.Features.Tasks;

namespace Cloison.ServerTests.Imports;

public sealed class DetectionImportTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private static CancellationToken Ct => TransferBench.Ct;

    [Fact]
    public async Task Photographs_and_coco_labels_become_tasks_with_predictions_and_come_out_as_they_went_in()
    {
        var folder = DetectionData.Folder();
        var project = await bench.ProjectAsync(TransferBench.Boxes(DetectionData.Classes), overlap: 1);
        var summary = await ImportAsync(project, folder);
        Assert.Equal((TransferState.Done, 101, 100, 0, 273, 0), (summary.State, summary.Files, summary.Tasks, summary.Duplicates, summary.LabelsAdded, summary.Refused));

        var again = await ImportAsync(project, folder);
        Assert.Equal((TransferState.Done, 0, 100, 0, 0), (again.State, again.Tasks, again.Duplicates, again.LabelsAdded, again.Refused));
        Assert.Equal(new TaskCounts(100, 0, 0, 0), await bench.CountsAsync(project));

        var tasks = await bench.TasksAsync(project);
        var regions = 0;
        foreach (var task in tasks)
            regions += (await bench.PredictionsAsync(project, task.Id)).Sum(p => p.Content.Regions!.Count);
        Assert.Equal(273, regions);

        foreach (var task in tasks)
            await AcceptAsync(project, task.Id, (await bench.PredictionsAsync(project, task.Id)).Single().Content);
        var (export, content) = await bench.ExportAsync(project, new("coco"));
        Assert.Equal((TransferState.Done, 100, 100), (export.State, export.Tasks, export.Annotations));
        Assert.Equal(Boxes(await File.ReadAllBytesAsync(Path.Combine(folder, "labels", "coco.json"), Ct)), Boxes(content));
    }

    [Theory]
    [InlineData("pascal-voc", "*.xml")]
    [InlineData("yolo", "*")]
    [InlineData("cvat", "*.xml")]
    public async Task Labels_of_other_formats_find_their_photographs(string format, string pattern)
    {
        var folder = DetectionData.Folder();
        var project = await bench.ProjectAsync(TransferBench.Boxes(DetectionData.Classes));
        var import = await bench.StartAsync(project, new(ImportedLabels.Gold));
        foreach (var image in DetectionData.Images(folder).Take(12))
            await bench.SendAsync(project, import, "photos/" + Path.GetFileName(image), File.OpenRead(image));
        var labels = Path.Combine(folder, "labels", format);
        var wanted = DetectionData.Images(folder).Take(12).Select(Path.GetFileNameWithoutExtension).ToHashSet();
        foreach (var file in Directory.EnumerateFiles(labels, pattern, SearchOption.AllDirectories))
            if (format == "cvat" || Path.GetExtension(file) != (format == "yolo" ? ".txt" : ".xml") || wanted.Contains(Path.GetFileNameWithoutExtension(file)))
                Assert.Equal("labels", (await bench.SendAsync(project, import, Path.GetRelativePath(labels, file), File.OpenRead(file))).Outcome);
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal(12, summary.Tasks);
        Assert.Equal(12, (await bench.TasksAsync(project)).Count(t => t.Gold is { Regions.Count: > 0 }));
    }

    private async Task<ImportSummary> ImportAsync(ProjectId project, string folder)
    {
        var import = await bench.StartAsync(project, new(Model: "detector"));
        // Labels first: they wait for what they speak of.
        Assert.Equal("labels", (await bench.SendAsync(project, import, "coco.json", File.OpenRead(Path.Combine(folder, "labels", "coco.json")))).Outcome);
        foreach (var image in DetectionData.Images(folder))
            await bench.SendAsync(project, import, Path.GetFileName(image), File.OpenRead(image));
        return await bench.FinishAsync(project, import);
    }

    private async Task AcceptAsync(ProjectId project, TaskId task, AnnotationContent content)
    {
        var id = AnnotationId.New(bench.Clock.GetUtcNow());
        var sealedContent = bench.Compartment.Sealer(project).SealJson(Server.Platform.Seals.Annotation(id), content);
        await bench.Compartment.Database.WriteAsync(
            db =>
            {
                db.Execute(
                    """
                    INSERT INTO annotations (id, project, task, person, state, ontology_version, content_hash, content, active_ms, created_at)
                    VALUES (@id, @project, @task, @person, 1, 1, @hash, @content, 0, 0)
                    """,
                    ("@id", id.Text), ("@project", project.Text), ("@task", task.Text), ("@person", bench.Person.Text), ("@hash", new byte[16]), ("@content", sealedContent));
                TaskProgress.Change(db, TaskProgress.Read(db, project, task)!, bench.Clock.GetUtcNow(), accepted: 1, newAnswers: 1, lastAccepted: id);
            },
            Ct);
    }

    /// <summary>File, class and box of every annotation, in an order of its own.</summary>
    private static List<string> Boxes(byte[] coco)
    {
        using var json = JsonDocument.Parse(coco);
        var images = json.RootElement.GetProperty("images").EnumerateArray().ToDictionary(i => i.GetProperty("id").GetInt64(), i => i.GetProperty("file_name").GetString());
        var classes = json.RootElement.GetProperty("categories").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetInt64(), c => c.GetProperty("name").GetString());
        return [.. json.RootElement.GetProperty("annotations").EnumerateArray().Select(a =>
            $"{images[a.GetProperty("image_id").GetInt64()]} {classes[a.GetProperty("category_id").GetInt64()]} "
            + string.Join(' ', a.GetProperty("bbox").EnumerateArray().Select(n => n.GetDouble())))
            .Order(StringComparer.Ordinal)];
    }
}
