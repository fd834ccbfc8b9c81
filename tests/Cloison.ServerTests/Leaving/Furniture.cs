using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cloison.Domain.People;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Leaving;

/// <summary>Something of every kind that a customer can have, through the real API; every text holds the canary.</summary>
internal static class Furniture
{
    private const string Canary = LeavingHouse.Canary;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <returns>A project with texts and one with images.</returns>
    public static async Task<(ProjectId Texts, ProjectId Images)> PutAsync(Tenant tenant)
    {
        using var ada = tenant.AdasBrowser();
        var texts = await MakeTextsAsync(tenant, ada);
        var images = await MakeImagesAsync(ada);
        await PostAsync(ada, "/api/invitations", """{"email":"guest@example.org","roles":["annotator"]}""");
        await PostAsync(ada, "/api/keys", """{"name":"a key","environment":"test","scopes":["read"]}""");
        return (ProjectId.Parse(texts), ProjectId.Parse(images));
    }

    public static byte[] Png(int n)
    {
        // A picture of one pixel, made another file by what follows its end.
        var png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        return [.. png, .. Encoding.ASCII.GetBytes($"{Canary} {n}")];
    }

    private static async Task<string> MakeTextsAsync(Tenant tenant, HttpClient ada)
    {
        var ontology = $$"""{"editor":"form","inputs":[{"name":"text","kind":"text","title":"{{Canary}}"}],"fields":[{"kind":"text","name":"{{Canary}}","multiline":true}]}""";
        var project = Id(await PostAsync(
            ada, "/api/projects", $$"""{"name":"Texts {{Canary}}","ontology":{{ontology}},"instructions":"# {{Canary}}","overlap":2,"reviewLevels":1,"leaseSeconds":86400}"""));
        var at = $"/api/projects/{project}";
        var content = $$$"""{"values":{"{{{Canary}}}":"{{{Canary}}} said"}}""";
        var rows = string.Concat(Enumerable.Range(0, 250).Select(i =>
            $$"""{"externalId":"row {{i}} {{Canary}}","batch":"Batch {{i % 3}} {{Canary}}","priority":{{i % 5}},"data":{"text":"Text {{i}} {{Canary}}","extra":[1,2.50,null]},"gold":{{content}},"predictions":[{"model":"m {{Canary}}","content":{{content}}}]}""" + "\n"));
        using (var lines = new StringContent(rows, Encoding.UTF8, "application/x-ndjson"))
        using (var added = await ada.PostAsync($"{at}/tasks", lines, Ct))
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Ct));
        // An ontology of a second version.
        using (var changed = await ada.PutAsync($"{at}/ontology", Json(ontology.Replace("\"fields\"", "\"classes\":[],\"fields\"", StringComparison.Ordinal)), Ct))
            Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync(Ct));

        var annotators = new List<HttpClient>();
        for (var i = 0; i < 2; i++)
            annotators.Add(Visitors.Client(tenant.House.Address, (await Visitors.SignInAsync(tenant.House.Installation, tenant.Customer, LeavingHouse.Now, Role.Annotator)).Token));
        using var reviewer = Visitors.Client(tenant.House.Address, (await Visitors.SignInAsync(tenant.House.Installation, tenant.Customer, LeavingHouse.Now, Role.Reviewer)).Token);
        foreach (var annotator in annotators)
            for (var i = 0; i < 4; i++)
            {
                var claimed = await PostAsync(annotator, $"{at}/claim", "{}");
                var (task, lease, token) = (claimed["task"]!.ToString(), claimed["lease"]!["id"]!.ToString(), claimed["lease"]!["token"]!.ToString());
                if (i == 3)
                {
                    // Begun, talked about, and given up.
                    using (var draft = await annotator.PutAsync($"{at}/tasks/{task}/draft", Json($$"""{"version":1,"content":{{content}}}"""), Ct))
                        draft.EnsureSuccessStatusCode();
                    await PostAsync(annotator, $"{at}/tasks/{task}/comments", $$"""{"id":"{{CommentId.New(LeavingHouse.Now)}}","text":"Odd {{Canary}}"}""");
                    await PostAsync(annotator, $"{at}/leases/{lease}/skip", $$"""{"token":{{token}},"reason":"Dark {{Canary}}"}""", mayBeEmpty: true);
                    continue;
                }

                // With line ends in it: as a client may send it.
                var answer = content.Replace(":", " :\n", StringComparison.Ordinal);
                var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(answer)));
                await PostAsync(
                    annotator, $"{at}/annotations",
                    $$"""{"id":"{{AnnotationId.New(LeavingHouse.Now)}}","task":"{{task}}","lease":"{{lease}}","token":{{token}},"ontologyVersion":{{claimed["ontologyVersion"]}},"contentHash":"{{hash}}","content":{{answer}},"activeSeconds":1.5}""");
            }

        foreach (var verdict in new[] { "accept", "accept", "reject" })
        {
            var claimed = await PostAsync(reviewer, $"{at}/reviews/claim", "{}");
            var annotation = claimed["annotation"]!["id"]!.ToString();
            var (lease, token) = (claimed["lease"]!["id"]!.ToString(), claimed["lease"]!["token"]!.ToString());
            await PostAsync(
                reviewer, $"{at}/reviews",
                $$"""{"id":"{{ReviewId.New(LeavingHouse.Now)}}","annotation":"{{annotation}}","lease":"{{lease}}","token":{{token}},"verdict":"{{verdict}}","comment":"So {{Canary}}","activeSeconds":2}""");
        }

        var listed = await GetAsync(ada, $"{at}/tasks?limit=3");
        var last = listed["items"]![0]!["id"]!.ToString();
        foreach (var cancelled in new[] { "true", "false" })
            using (var steered = await ada.PatchAsync($"{at}/tasks/{last}", Json($$"""{"priority":7,"cancelled":{{cancelled}}}"""), Ct))
                Assert.True(steered.IsSuccessStatusCode, await steered.Content.ReadAsStringAsync(Ct));
        await PostAsync(ada, $"{at}/exports", """{"format":"native","answers":"everything"}""");
        foreach (var annotator in annotators)
            annotator.Dispose();
        return project;
    }

    private static async Task<string> MakeImagesAsync(HttpClient ada)
    {
        var project = Id(await PostAsync(
            ada, "/api/projects",
            $$$"""{"name":"Images {{{Canary}}}","ontology":{"editor":"image","inputs":[{"name":"image","kind":"image"}],"classes":[{"name":"{{{Canary}}}","color":"#4269d0","shapes":["box"]}]}}"""));
        var at = $"/api/projects/{project}";
        var import = Id(await PostAsync(ada, $"{at}/imports", $$"""{"batchName":"Photographs {{Canary}}"}"""));
        for (var i = 0; i < 5; i++)
            using (var image = new ByteArrayContent(Png(i)))
            using (var sent = await ada.PutAsync($"{at}/imports/{import}/files?path={Uri.EscapeDataString($"street {Canary}/{i.ToString(CultureInfo.InvariantCulture)}.png")}", image, Ct))
                Assert.True(sent.IsSuccessStatusCode, await sent.Content.ReadAsStringAsync(Ct));
        using (var image = new ByteArrayContent(Encoding.UTF8.GetBytes(Canary)))
        using (await ada.PutAsync($"{at}/imports/{import}/files?path=broken-{Canary}.png", image, Ct))
        {
        }

        await PostAsync(ada, $"{at}/imports/{import}/finish", "{}");
        using var instruction = new ByteArrayContent(Png(99));
        instruction.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        using var added = await ada.PostAsync($"{at}/assets?name=how.png", instruction, Ct);
        added.EnsureSuccessStatusCode();
        return project;
    }

    private static string Id(JsonNode made) => made["id"]!.ToString();

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<JsonNode> GetAsync(HttpClient http, string address) => JsonNode.Parse(await http.GetStringAsync(address, Ct))!;

    private static async Task<JsonNode> PostAsync(HttpClient http, string address, string body, bool mayBeEmpty = false)
    {
        using var reply = await http.PostAsync(address, Json(body), Ct);
        var text = await reply.Content.ReadAsStringAsync(Ct);
        Assert.True(reply.IsSuccessStatusCode, $"{address}: {text}");
        return text.Length == 0 && mayBeEmpty ? new JsonObject() : JsonNode.Parse(text)!;
    }
}
