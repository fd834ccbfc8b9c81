using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cloison.Domain.People;
using Cloison.Server.Features.Blind;
using Cloison.ServerTests.Assets;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Security;

/// <summary>Names that workers must not read: property P18. In what is published, in what is imported, in what images say of themselves.</summary>
public sealed class BlindWorkTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Label the photos of Acme Labs.")]
    [InlineData("ACME LABS")]
    [InlineData("acme-labs")]
    [InlineData("data/acme_labs/0001.jpg")]
    [InlineData("acmelabs.com")]
    [InlineData("AcmeLabs2024.png")]
    [InlineData("Äcmé Labs")]
    [InlineData("A​c​m​e Labs")]
    [InlineData("Acme\u0301 Labs")]
    [InlineData("Ａｃｍｅ　Ｌａｂｓ")]
    [InlineData("the acme.\n labs project")]
    [InlineData("为AcmeLabs做")]
    public void A_name_is_found_however_it_is_spelt(string text) => Assert.Equal(["Acme Labs"], new NameMatcher(["Acme Labs", "Orion"]).FindIn(text));

    [Theory]
    [InlineData("")]
    [InlineData("Acme")]
    [InlineData("pacmelabs")]
    [InlineData("Acme Labsters")]
    [InlineData("Orionids")]
    [InlineData("an acme of labs")]
    public void A_word_that_only_has_it_inside_is_none(string text) => Assert.Empty(new NameMatcher(["Acme Labs", "Orion"]).FindIn(text));

    [Fact]
    public void Of_several_names_all_are_found()
    {
        Assert.Equal(["Meta", "Metaverse X"], new NameMatcher(["Meta", "Metaverse X", "Zed"]).FindIn("meta, metadata and MetaverseX").Order(StringComparer.Ordinal));
        Assert.Empty(NameMatcher.None.FindIn("anything"));
    }

    [Fact]
    public async Task What_is_published_with_a_name_in_it_is_refused_with_its_place_until_an_engineer_says_otherwise_which_is_kept()
    {
        using var head = await server.HeadAsync(server.Ours);
        await NamesAsync(head, "Acme Labs");
        var at = $"/api/projects/{server.Home.Ids["project"]}";
        foreach (var (method, path, body, place) in new[]
        {
            (HttpMethod.Patch, at, """{"instructions":"Written for ACME-LABS."}""", "instructions"),
            (HttpMethod.Patch, at, """{"name":"acme labs, second round"}""", "name"),
            (HttpMethod.Post, "/api/projects", Bodies.Json["POST /api/projects"].Replace("\"Do.\"", "\"Do it for Acme Labs\"", StringComparison.Ordinal), "instructions"),
            (HttpMethod.Post, "/api/projects", Bodies.Json["POST /api/projects"].Replace("\"mood\"", "\"acme_labs\"", StringComparison.Ordinal), "ontology"),
            (HttpMethod.Post, $"{at}/clone", """{"name":"Acme Labs"}""", "name"),
        })
        {
            var (status, text) = await SendAsync(head, method, path, body);
            Assert.Equal((path, HttpStatusCode.UnprocessableEntity), (path, status));
            var error = JsonDocument.Parse(text).RootElement.GetProperty("errors")[0];
            Assert.Equal(place, error.GetProperty("path").GetString());
            Assert.Contains("Acme Labs", error.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain((await head.GetFromJsonAsync<JsonElement>("/api/blind/overrides", Ct)).EnumerateArray(), IsInstructions);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(head, HttpMethod.Patch, at + "?allowNames=true", """{"instructions":"Written for ACME-LABS."}""")).Status);
        var kept = Assert.Single((await head.GetFromJsonAsync<JsonElement>("/api/blind/overrides", Ct)).EnumerateArray(), IsInstructions);
        Assert.Equal(("instructions", "Acme Labs", server.Home.Ids["project"]), (kept.GetProperty("where").GetString(), kept.GetProperty("names")[0].GetString(), kept.GetProperty("project").GetString()));
        // The negative control: without the list it is published.
        await NamesAsync(head);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(head, HttpMethod.Patch, at, """{"instructions":"Written for ACME-LABS."}""")).Status);
    }

    [Fact]
    public async Task Rows_and_file_names_with_a_name_in_them_are_refused_and_the_others_are_in()
    {
        using var head = await server.HeadAsync(server.Ours);
        await NamesAsync(head, "Orion");
        var at = $"/api/projects/{server.Beside.Ids["project"]}";
        const string Rows = """
            {"externalId":"a","data":{"text":"nothing here"}}
            {"externalId":"b","data":{"text":"a secret of ORION"}}
            {"externalId":"orion/c","data":{"text":"nothing here either"}}
            {"externalId":"d","data":{"text":"in the depth","more":{"list":["x","Orion!"]}}}
            """;
        var summary = await AddAsync(head, $"{at}/tasks", Rows);
        Assert.Equal((1, 3), (summary.GetProperty("tasks").GetInt32(), summary.GetProperty("refused").GetInt32()));
        var allowed = await AddAsync(head, $"{at}/tasks?allowNames=true", Rows);
        Assert.Equal((3, 0), (allowed.GetProperty("tasks").GetInt32(), allowed.GetProperty("refused").GetInt32()));
        Assert.Contains((await head.GetFromJsonAsync<JsonElement>("/api/blind/overrides", Ct)).EnumerateArray(), o => o.GetProperty("where").GetString()!.StartsWith("import imp_", StringComparison.Ordinal));
        await NamesAsync(head);
    }

    [Theory]
    [InlineData("image/jpeg", "mjpeg")]
    [InlineData("image/png", "png")]
    [InlineData("image/webp", "libwebp")]
    public async Task An_image_that_names_somebody_in_its_metadata_is_told_and_workers_do_not_get_it_anyway(string mediaType, string encoder)
    {
        var told = CleanImageTests.Tell(await TestImages.MakeAsync(encoder, 40, 24, Ct, left: "green"), mediaType, orientation: 6);
        using var head = await server.HeadAsync(server.Ours);
        await NamesAsync(head, "Acme Secret Labs");
        var at = $"/api/projects/{server.Home.Ids["project"]}/assets";
        using (var refused = await head.PostAsync(at, new ByteArrayContent(told), Ct))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        using var added = await head.PostAsync(at + "?allowNames=true", new ByteArrayContent(told), Ct);
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString();
        await NamesAsync(head);

        using var annotator = await server.HireAsync(server.Ours, Role.Annotator);
        var seen = await annotator.GetByteArrayAsync($"{at}/{id}", Ct);
        Assert.DoesNotContain("Acme", Encoding.Latin1.GetString(seen), StringComparison.Ordinal);
        using (var thumbnail = await annotator.GetAsync($"{at}/{id}/thumbnail", Ct))
            Assert.DoesNotContain("Acme", Encoding.Latin1.GetString(await thumbnail.Content.ReadAsByteArrayAsync(Ct)), StringComparison.Ordinal);
        using (var denied = await annotator.GetAsync($"{at}/{id}?original=true", Ct))
            Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
        // The customer's engineers have what they brought, byte for byte.
        Assert.Equal(told, await head.GetByteArrayAsync($"{at}/{id}?original=true", Ct));
        Assert.Equal(seen, await head.GetByteArrayAsync($"{at}/{id}", Ct));
    }

    [Fact]
    public async Task Packed_and_wide_metadata_is_read_too()
    {
        var names = new NameMatcher(["Acme Secret Labs"]);
        var png = await TestImages.MakeAsync("png", 16, 16, Ct);
        var packed = new MemoryStream();
        await using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            await zlib.WriteAsync(Encoding.UTF8.GetBytes("made by Acme Secret Labs"), Ct);
        foreach (var said in new[] { [.. "Comment\0\0"u8, .. packed.ToArray()], Encoding.Unicode.GetBytes("Acme Secret Labs"), Encoding.BigEndianUnicode.GetBytes("xAcme Secret Labs")[1..], })
        {
            byte[] length = [0, 0, (byte)(said.Length >> 8), (byte)said.Length];
            byte[] image = [.. png.AsSpan(0, 33), .. length, .. "zTXt"u8, .. said, 0, 0, 0, 0, .. png.AsSpan(33)];
            Assert.Equal(["Acme Secret Labs"], await MetadataNames.FindAsync(new MemoryStream(image), "image/png", names, Ct));
        }

        Assert.Empty(await MetadataNames.FindAsync(new MemoryStream(png), "image/png", names, Ct));
    }

    [Fact]
    public async Task A_project_that_wants_it_marks_what_is_shown_with_who_and_when_and_for_whom_by_code_name()
    {
        using var head = await server.HeadAsync(server.Theirs);
        var at = $"/api/projects/{server.Abroad.Ids["project"]}";
        var before = (await SendAsync(head, HttpMethod.Post, $"{at}/claim", "{}")).Text;
        Assert.DoesNotContain("watermark", before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(head, HttpMethod.Patch, at, """{"watermark":true}""")).Status);
        var mark = JsonDocument.Parse((await SendAsync(head, HttpMethod.Post, $"{at}/claim", "{}")).Text).RootElement.GetProperty("watermark").GetString()!;
        Assert.StartsWith($"{server.Theirs.Head} · ", mark, StringComparison.Ordinal);
        Assert.Matches(@"· \d{4}-\d\d-\d\d \d\d:\d\d UTC · ", mark);
        Assert.EndsWith(server.Abroad.Ids["codeName"], mark, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_sealed_and_is_nobody_elses()
    {
        using var head = await server.HeadAsync(server.Theirs);
        await NamesAsync(head, "Zanzibar Robotics");
        Assert.Contains("Zanzibar", await head.GetStringAsync("/api/blind", Ct), StringComparison.Ordinal);
        using var other = await server.HeadAsync(server.Ours);
        Assert.DoesNotContain("Zanzibar", await other.GetStringAsync("/api/blind", Ct), StringComparison.Ordinal);
        var compartment = (await server.CompartmentAsync(server.Theirs))!;
        var stored = await compartment.Database.ReadAsync(db => db.First("SELECT content FROM blind_settings", row => (byte[])row.GetValue(0)), Ct);
        Assert.DoesNotContain("Zanzibar", Encoding.Latin1.GetString(stored!), StringComparison.Ordinal);
        foreach (var names in new[] { """["ab"]""", """["  "]""", """["---"]""", "[null]" })
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(head, HttpMethod.Put, "/api/blind", $"{{\"names\":{names}}}")).Status);
    }

    private static bool IsInstructions(JsonElement kept) => kept.GetProperty("where").GetString() == "instructions";

    private static async Task NamesAsync(HttpClient http, params string[] names)
    {
        using var response = await http.PutAsJsonAsync("/api/blind", new { names }, Ct);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<JsonElement> AddAsync(HttpClient http, string path, string rows)
    {
        using var response = await http.PostAsync(path, new StringContent(rows, Encoding.UTF8, "application/x-ndjson"), Ct);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Ct));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task<(HttpStatusCode Status, string Text)> SendAsync(HttpClient http, HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = WholeServer.Json(body) };
        using var response = await http.SendAsync(request, Ct);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Ct));
    }
}
