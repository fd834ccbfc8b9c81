using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cloison.Server.Platform;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;
using Cloison.Storage.Compartments;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>P17: what one customer has taken out is brought to another. Everything in it becomes the other's own; no id in it is taken for one of his.</summary>
public sealed class P17ImportTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_an_export_of_one_customer_no_id_gets_into_another_and_nothing_of_it_is_looked_up()
    {
        using var ours = await server.HeadAsync(server.Ours);
        using var theirs = await server.HeadAsync(server.Theirs);
        var exported = await ExportAsync(ours);
        var foreign = Regex.Matches(exported, "[a-z]{3}_[0-9a-z]{26}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value)
            .Concat(server.Home.Ids.Values.Where(v => v.Length == 30)).ToHashSet(StringComparer.Ordinal);
        // The control: there is something to be taken over.
        Assert.Contains("This is task", exported, StringComparison.Ordinal);
        Assert.InRange(foreign.Count, 5, int.MaxValue);

        var compartment = (await server.CompartmentAsync(server.Theirs))!;
        var before = (await IdsAsync(compartment)).Union(await OpenedAsync(compartment)).ToHashSet(StringComparer.Ordinal);
        var at = $"/api/projects/{server.Abroad.Ids["project"]}/imports";
        using var begun = await theirs.PostAsync(at, WholeServer.Json("{}"), Ct);
        var import = JsonNode.Parse(await begun.Content.ReadAsStringAsync(Ct))!["id"]!.ToString();
        using (var file = await theirs.PutAsync($"{at}/{import}/files?path=out.jsonl", new StringContent(exported), Ct))
            Assert.True(file.IsSuccessStatusCode, await file.Content.ReadAsStringAsync(Ct));
        using (await theirs.PostAsync($"{at}/{import}/finish", WholeServer.Json("{}"), Ct))
            while (JsonNode.Parse(await theirs.GetStringAsync($"{at}/{import}", Ct))!["state"]!.ToString() is not ("done" or "failed"))
                await Task.Delay(20, Ct);
        Assert.InRange(JsonNode.Parse(await theirs.GetStringAsync($"{at}/{import}", Ct))!["tasks"]!.GetValue<int>(), 1, int.MaxValue);
        Assert.Equal([], (await IdsAsync(compartment)).Union(await OpenedAsync(compartment)).Except(before).Intersect(foreign));
    }

    [Theory]
    [InlineData("""{"data":{"text":"x","picture":{"asset":"{asset}"}}}""")]
    [InlineData("""{"data":{"text":"x","deep":{"er":[{"asset":"{asset}"}]}}}""")]
    [InlineData("""{"id":"{task}","data":{"text":"x"}}""")]
    [InlineData("""{"data":{"text":"x"},"annotations":[{"id":"{annotation}","person":"{person}","content":{"values":{"mood":"good"}}}]}""")]
    [InlineData("""{"data":{"text":"x"},"comments":[{"id":"{comment}","task":"{task}","text":"x"}]}""")]
    [InlineData("""{"batch":"{batch}","externalId":"{task}","data":{"text":"{person}"}}""")]
    public async Task A_row_that_names_a_thing_of_another_customer_is_answered_as_one_that_names_nothing(string row)
    {
        using var theirs = await server.HeadAsync(server.Theirs);
        var (strange, nothing) = (await ImportAsync(theirs, Filled(row, server.Home.Ids)), await ImportAsync(theirs, Filled(row, Place.Nowhere().Ids)));
        Assert.Equal(Masked(nothing), Masked(strange));
        var at = $"/api/projects/{server.Abroad.Ids["project"]}/imports";
        var refusals = new List<string>();
        foreach (var import in new[] { strange, nothing })
            refusals.Add(Masked(JsonNode.Parse(await theirs.GetStringAsync($"{at}/{import["id"]}/refusals", Ct))!));
        Assert.Equal(refusals[1], refusals[0]);
        // Ids that stand in data are data: they are kept as the customer's own text, and lead nowhere.
        using var followed = await theirs.GetAsync($"/api/projects/{server.Abroad.Ids["project"]}/tasks/{server.Home.Ids["task"]}", Ct);
        Assert.Equal(404, (int)followed.StatusCode);
    }

    private static string Filled(string row, IReadOnlyDictionary<string, string> ids) => Regex.Replace(
        row, @"\{(\w+)\}", m => ids.TryGetValue(m.Groups[1].Value, out var id) ? id : $"{m.Groups[1].Value[..3]}_01ravvkhx9ffst79gs13khbx95", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string Masked(JsonNode node) =>
        Regex.Replace(node.ToJsonString(), "[a-z]{3}_[0-9a-z]{26}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\"]*", "#", RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task<string> ExportAsync(HttpClient ours)
    {
        var at = $"/api/projects/{server.Home.Ids["project"]}";
        using (var answered = await ours.PostAsync($"{at}/annotations", WholeServer.Json($$"""
            {"id":"{{AnnotationId.New(TimeProvider.System.GetUtcNow())}}","task":"{{server.Home.Ids["task"]}}","lease":"{{server.Home.Ids["lease"]}}","token":{{server.Home.Ids["token"]}},
             "ontologyVersion":1,"contentHash":"{{Worker.HashOf(Worker.Good)}}","content":{{Worker.Good}}}
            """), Ct))
            Assert.True(answered.IsSuccessStatusCode, await answered.Content.ReadAsStringAsync(Ct));
        using var made = await ours.PostAsync($"{at}/exports", WholeServer.Json("""{"format":"native","answers":"everything"}"""), Ct);
        var export = JsonNode.Parse(await made.Content.ReadAsStringAsync(Ct))!["id"]!.ToString();
        while (JsonNode.Parse(await ours.GetStringAsync($"{at}/exports/{export}", Ct))!["state"]!.ToString() is not ("done" or "failed"))
            await Task.Delay(20, Ct);
        return await ours.GetStringAsync($"{at}/exports/{export}/content", Ct);
    }

    private async Task<JsonNode> ImportAsync(HttpClient theirs, string rows)
    {
        using var body = new StringContent(rows, Encoding.UTF8, "application/x-ndjson");
        using var response = await theirs.PostAsync($"/api/projects/{server.Abroad.Ids["project"]}/tasks", body, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    /// <summary>Every text in a clear column of a compartment.</summary>
    private static Task<HashSet<string>> IdsAsync(Compartment compartment) => compartment.Database.ReadAsync(
        db => db.List("SELECT name FROM sqlite_master WHERE type = 'table'", row => row.GetString(0)).SelectMany(table => db.List(
            $"SELECT * FROM {table}", row => Enumerable.Range(0, row.FieldCount).Select(row.GetValue).OfType<string>().ToList())).SelectMany(v => v).ToHashSet(StringComparer.Ordinal),
        Ct);

    /// <summary>Every id in what is sealed for the project.</summary>
    private async Task<HashSet<string>> OpenedAsync(Compartment compartment)
    {
        var (project, found) = (ProjectId.Parse(server.Abroad.Ids["project"]), new HashSet<string>(StringComparer.Ordinal));
        foreach (var column in SealedColumns.OfProjects)
            foreach (var (keys, value) in await compartment.Database.ReadAsync(db => column.Others(db, project, new byte[4], after: null, limit: 10_000), Ct))
                foreach (Match id in Regex.Matches(Encoding.UTF8.GetString(compartment.Sealer(project).Open(column.Context(keys), value)), "[a-z]{3}_[0-9a-z]{26}", RegexOptions.None, TimeSpan.FromSeconds(1)))
                    found.Add(id.Value);
        return found;
    }
}
