using Cloison.Contracts;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ontologies;
using Cloison.Server.Features.Imports;

namespace Cloison.ServerTests.Imports;

public sealed class TableImportTests(TransferBench bench) : IClassFixture<TransferBench>
{
    private const string Reviews = "id,review,sentiment,split\n1,Lovely place,good,a\n2,\"Cold, and rude\",bad,a\n3,,good,a\n4,Fine,superb,a\n";

    [Fact]
    public async Task Columns_are_guessed_by_their_names_and_bad_rows_are_told_one_by_one()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment(), overlap: 3);
        var import = await bench.StartAsync(project, new(ImportedLabels.Gold, BatchName: " first "));
        var receipt = await bench.SendAsync(project, import, "reviews.csv", Reviews);
        Assert.Equal(("rows", 3L), (receipt.Outcome, receipt.Tasks));
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((3, 2, 2), (summary.Tasks, summary.LabelsAdded, summary.Refused));
        Assert.Equal("first", summary.BatchName);

        var tasks = await bench.TasksAsync(project);
        Assert.Equal(["1", "2", "4"], tasks.Select(t => t.Name));
        Assert.Equal("Cold, and rude", tasks[1].Data.GetText("text"));
        Assert.All(tasks, t => Assert.Equal((3, 3), (t.Overlap, t.FreeSlots)));
        Assert.Single(tasks.Select(t => t.Batch).Distinct());
        Assert.Equal(new TextValue("bad"), tasks[1].Gold!.Values!["sentiment"]);
        Assert.Null(tasks[2].Gold);
        Assert.Equal(["reviews.csv:4", "reviews.csv:5: values.sentiment"], (await bench.RefusalsAsync(project, import)).Select(r => r.Place).Order());
    }

    [Fact]
    public async Task A_second_import_adds_nothing_and_other_content_under_a_name_is_refused()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        await bench.SendAsync(project, await bench.StartAsync(project), "a.csv", "id,text\n1,one\n2,two\n");
        var second = await bench.StartAsync(project);
        await bench.SendAsync(project, second, "b.csv", "id,text\n1,one\n2,changed\n3,three\n");
        var summary = await bench.FinishAsync(project, second);
        Assert.Equal((1, 1, 1), (summary.Tasks, summary.Duplicates, summary.Refused));
        Assert.Equal("two", (await bench.TasksAsync(project))[1].Data.GetText("text"));
    }

    [Fact]
    public async Task Rows_without_a_name_are_known_by_their_content()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var import = await bench.StartAsync(project);
        await bench.SendAsync(project, import, "a.jsonl", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n{\"text\":\"one\"}\nnonsense\n");
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((2, 1, 1), (summary.Tasks, summary.Duplicates, summary.Refused));
    }

    [Fact]
    public async Task A_mapping_says_which_column_is_what()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var mapping = new RowMapping(new Dictionary<string, string> { ["text"] = "b" }, "c", new Dictionary<string, string> { ["sentiment"] = "a" });
        var import = await bench.StartAsync(project, new(ImportedLabels.Predictions, "old-model", Mapping: mapping));
        await bench.SendAsync(project, import, "x.tsv", "a\tb\tc\ngood\tyes\tk1\n");
        var task = Assert.Single(await bench.TasksAsync(project));
        Assert.Equal(("k1", "yes"), (task.Name, task.Data.GetText("text")));
        var prediction = Assert.Single(await bench.PredictionsAsync(project, task.Id));
        Assert.Equal(("old-model", new TextValue("good")), (prediction.Model, prediction.Content.Values!["sentiment"]));
    }

    [Fact]
    public async Task A_mapping_to_what_the_ontology_lacks_is_refused_at_once()
    {
        var project = await bench.ProjectAsync(TransferBench.Sentiment());
        var mapping = new RowMapping(new Dictionary<string, string> { ["title"] = "b" });
        var outcome = await CreateImport.StoreAsync(
            bench.Compartment, project, new(Mapping: mapping), TransferState.Receiving, bench.Person, bench.Ontologies, bench.Clock, TransferBench.Ct);
        Assert.Equal("mapping.inputs.title", Assert.Single(outcome.Problem!.Errors!).Path);
    }

    [Fact]
    public async Task Documents_of_conll_become_tasks_with_spans()
    {
        var project = await bench.ProjectAsync(TransferBench.Entities());
        var import = await bench.StartAsync(project);
        await bench.SendAsync(project, import, "a.conll", "-DOCSTART- O\n\nAnna B-PER\nlives O\nin O\nRome B-LOC\n\n-DOCSTART- O\n\nACME B-ORG\n");
        var summary = await bench.FinishAsync(project, import);
        Assert.Equal((2, 2), (summary.Tasks, summary.LabelsAdded));
        var prediction = Assert.Single(await bench.PredictionsAsync(project, (await bench.TasksAsync(project))[0].Id));
        Assert.Equal(["Anna", "Rome"], prediction.Content.Regions!.Select(r => ((Span)r.Shape).Quote));
        var refusal = Assert.Single(await bench.RefusalsAsync(project, import));
        Assert.Contains("'ORG'", refusal.Reason);
    }

    [Fact]
    public void A_guess_takes_equal_names_first_and_then_the_longest_texts()
    {
        var ontology = new Ontology(Editor.Form, [new("left", InputKind.Text), new("right", InputKind.Text)], Fields: [new BooleanField { Name = "same" }]);
        var guess = RowMappings.Guess(ontology, ["ID", "Right", "other", "n", "Same"], [["1", "r", "a long text", "7", "true"], ["2", "r", "another", "8", "false"]]);
        Assert.Equal(("other", "Right", "ID", "Same"), (guess.Inputs["left"], guess.Inputs["right"], guess.ExternalId, guess.Labels!["same"]));
    }

    [Fact]
    public void An_id_that_is_not_unique_is_no_id()
    {
        var guess = RowMappings.Guess(TransferBench.Sentiment(), ["id", "text"], [["1", "a"], ["1", "b"]]);
        Assert.Null(guess.ExternalId);
    }
}
