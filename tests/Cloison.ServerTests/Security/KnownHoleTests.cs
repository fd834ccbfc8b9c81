using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cloison.ServerTests.Assets;
using Cloison.ServerTests.Platform;

namespace Cloison.ServerTests.Security;

/// <summary>Holes that other labelling tools had, tried here. What has a suite of its own is named in docs/operations/security-requirements.md.</summary>
public sealed class KnownHoleTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Home => $"/api/projects/{server.Home.Ids["project"]}";

    // CVE-2023-47115, CVE-2024-23633 (Label Studio), CVE-2026-65986 (CVAT): an upload came back as what its name, or its sender, said.
    [Theory]
    [InlineData("x.html", "text/html")]
    [InlineData("x.svg", "image/svg+xml")]
    [InlineData("x.xhtml", "application/xhtml+xml")]
    [InlineData("x.js", "text/javascript")]
    [InlineData("x.png.html", "image/png")]
    public async Task A_picture_that_is_a_page_too_comes_back_as_a_picture(string name, string type)
    {
        var png = await TestImages.MakeAsync("png", 16, 16, Ct);
        using var head = await server.HeadAsync(server.Ours);
        using var content = new ByteArrayContent([.. png, .. "<html><script>alert(document.domain)</script></html>"u8]);
        content.Headers.ContentType = new(type);
        using var added = await head.PostAsync($"{Home}/assets?name={name}", content, Ct);
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString();
        using var response = await head.GetAsync($"{Home}/assets/{id}", Ct);
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(await response.Content.ReadAsByteArrayAsync(Ct)), StringComparison.Ordinal);
    }

    // CVE-2026-23516 (CVAT), CVE-2022-36551: drawings and pages are no pictures here at all.
    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("<html><script>alert(1)</script>")]
    [InlineData("%PDF-1.7 /JavaScript")]
    [InlineData("GIF89a/*<svg/onload=alert(1)>*/=alert(1)//")]
    [InlineData("#EXTM3U\nfile:///etc/passwd")]
    [InlineData("\u0080\u0005\u0095cos\nsystem\n(S'id'\ntR.")]
    public async Task What_is_no_picture_is_not_taken_for_one(string bytes)
    {
        using var head = await server.HeadAsync(server.Ours);
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(bytes));
        content.Headers.ContentType = new("image/png");
        using var refused = await head.PostAsync($"{Home}/assets?name=x.png", content, Ct);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
    }

    // doccano rendered what an administrator wrote as a Jinja template; Argilla (CVE-2026-116554) ran a dataset's settings.
    [Theory]
    [InlineData("{{7*7}} {{config}} {% for x in [] %}")]
    [InlineData("${7*7} #{7*7} <%= 7*7 %> @(7*7) *{7*7}")]
    [InlineData("<img src=x onerror=alert(1)>\"'><script>alert(1)</script>")]
    [InlineData("javascript:alert(1)")]
    [InlineData("__import__('os').system('id')")]
    public async Task What_people_write_is_stored_and_comes_back_as_they_wrote_it(string text)
    {
        using var head = await server.HeadAsync(server.Ours);
        using (var changed = await head.PatchAsJsonAsync(Home, new { instructions = text, name = text }, Ct))
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        using var response = await head.GetAsync(Home, Ct);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        var project = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal((text, text), (project.GetProperty("instructions").GetString(), project.GetProperty("name").GetString()));
    }

    // CVE-2023-47117 (Label Studio): a filter along relations gave away password hashes, letter by letter.
    [Theory]
    [InlineData("created_by__password__startswith=pbkdf2")]
    [InlineData("filter=person.password_hash")]
    [InlineData("order=password_hash")]
    [InlineData("select=content")]
    [InlineData("label=x'%20OR%20'1'='1")]
    public async Task No_filter_reaches_what_is_not_a_filter(string query)
    {
        using var head = await server.HeadAsync(server.Ours);
        var usual = await head.GetStringAsync($"{Home}/tasks", Ct);
        var filtered = await head.GetStringAsync($"{Home}/tasks?{query}", Ct);
        if (query.StartsWith("label", StringComparison.Ordinal))
            Assert.Equal(0, JsonDocument.Parse(filtered).RootElement.GetProperty("items").GetArrayLength());
        else
            Assert.Equal(usual, filtered);
    }

    // CVE-2026-23526 (CVAT): who may change people made himself more.
    [Fact]
    public async Task Nobody_makes_himself_or_a_key_more_than_he_is()
    {
        using var head = await server.HeadAsync(server.Ours);
        using var own = await head.PutAsync($"/api/people/{server.Ours.Head}/roles", WholeServer.Json("""{"roles":["administrator","engineer"]}"""), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        using var program = await server.ProgramAsync(Contracts.KeyScope.Administer);
        using var key = await program.PostAsync("/api/keys", WholeServer.Json("""{"name":"k","environment":"live","scopes":["export"]}"""), Ct);
        Assert.Equal(HttpStatusCode.Forbidden, key.StatusCode);
    }

    // The sources themselves: nothing that makes code or objects of text, no expression without an end (ASVS 1.3.2, 1.3.12, 1.5.2).
    [Fact]
    public void The_sources_make_no_code_of_text_and_no_expression_runs_without_limit()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Cloison.slnx")))
            root = Path.GetDirectoryName(root.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("The repository is not around this build.");
        var scripts = Files("web/src", ".ts", ".tsx");
        var code = Files("src", ".cs");
        Assert.True(scripts.Count > 50 && code.Count > 200);
        Assert.Equal([], Found(scripts, @"\beval\(|new Function\(|\.innerHTML\s*=|dangerouslySetInnerHTML|document\.write|insertAdjacentHTML|srcdoc="));
        Assert.Equal([], Found(code, "BinaryFormatter|TypeNameHandling|JsonPolymorphicAttribute.*IgnoreUnrecognized|Assembly\\.Load\\(|UseShellExecute = true"));
        // Every expression has a time limit, or cannot go back.
        string[] calls = ["GeneratedRegex(", "new Regex(", "Regex.IsMatch(", "Regex.Match(", "Regex.Matches(", "Regex.Replace(", "Regex.Split("];
        Assert.Equal([], code.SelectMany(File.ReadLines).Where(line => calls.Any(call => line.Contains(call, StringComparison.Ordinal)))
            .Where(line => !line.Contains("100", StringComparison.Ordinal) && !line.Contains("NonBacktracking", StringComparison.Ordinal) && !line.Contains("TimeSpan", StringComparison.Ordinal)));
        // The control: the same search finds what is there.
        Assert.NotEmpty(Found(code, "GeneratedRegex"));

        List<string> Files(string folder, params string[] extensions) =>
        [
            .. Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)
                .Where(f => extensions.Contains(Path.GetExtension(f)) && !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
        ];

        static IEnumerable<string> Found(List<string> files, string pattern) =>
            files.Where(f => Regex.IsMatch(File.ReadAllText(f), pattern, RegexOptions.NonBacktracking)).Select(Path.GetFileName)!;
    }
}
