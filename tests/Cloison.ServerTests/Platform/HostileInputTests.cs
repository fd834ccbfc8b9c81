using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cloison.ServerTests.Platform;

/// <summary>Every place of every JSON body, filled with what does not belong there: the answer is a problem that says where, never a failure of ours.</summary>
public sealed class HostileInputTests(WholeServer server) : IClassFixture<WholeServer>
{
    private const string Mark = "@@@";

    private static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "[null]", "[[]]", "{\"kind\":null}", "{\"kind\":\"nothing\"}", "{\"a\":null}", "-1", "0.5", "1e999", "-1e999", "123456789012345678901234567890", "\"\"", "\"x\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\ud83d\\ude00\\u202e\\ufffe\"", "\"00000000000000000000000000\"", "\"9999-12-31T23:59:59.9999999+14:00\"", "\"" + new string('a', 70_000) + "\"",
        new string('[', 40) + new string(']', 40),
    ];

    private static readonly string[] Wholes = ["", "{", "nul", "[]", "null", "\"x\"", "0", "{}", "{\"a\":1,\"a\":2}", "{} {}", "// what\n{}", new string('[', 2000)];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_in_a_body_makes_the_server_fail_and_what_is_wrong_is_named()
    {
        var (asked, refused) = (0, 0);
        var failures = new List<string>();
        foreach (var route in server.Routes.Where(r => r.IsApi && Bodies.Json.ContainsKey(r.ToString())))
        {
            var body = Bodies.For(route, server.Home)!;
            using var http = await server.HeadAsync(server.Ours);
            foreach (var (what, json) in Mutations(body).Concat(Wholes.Select(w => (What: "the whole body", Json: w))))
            {
                try
                {
                    asked++;
                    using var response = await http.PostOrAsync(route, route.At(server.Home), WholeServer.Json(json), Ct);
                    if ((int)response.StatusCode < 400)
                        continue;
                    refused++;
                    await AssertNamesThePlaceAsync(response);
                }
                catch (Exception e) when (e is Xunit.Sdk.XunitException or JsonException)
                {
                    failures.Add($"{route}, {what}: {(json.Length < 600 ? json : json[..600])}: {e.Message}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
        Assert.InRange(asked, 2_000, int.MaxValue);
        Assert.InRange(refused, asked / 2, asked);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_no_JSON_or_too_many_are_refused()
    {
        using var http = await server.HeadAsync(server.Ours);
        foreach (var route in server.Routes.Where(r => r.IsApi && r.PublicReason is null && Bodies.Json.ContainsKey(r.ToString())))
        {
            foreach (var bytes in new byte[][] { [0xff, 0xfe, 0x00], [.. "{\"name\":\""u8, 0xc3, 0x28, .. "\"}"u8], [0x00] })
            {
                using var content = new ByteArrayContent(bytes);
                content.Headers.ContentType = new("application/json");
                using var response = await http.PostOrAsync(route, route.At(server.Home), content, Ct);
                Assert.Equal((route.ToString(), HttpStatusCode.BadRequest), (route.ToString(), response.StatusCode));
            }

            using var form = new StringContent("name=x", Encoding.UTF8, "application/x-www-form-urlencoded");
            using var refused = await http.PostOrAsync(route, route.At(server.Home), form, Ct);
            Assert.Equal((route.ToString(), HttpStatusCode.UnsupportedMediaType), (route.ToString(), refused.StatusCode));
        }

        // The server answers before it has read it all, and hangs up: a client that asks first hears the answer for certain.
        using var question = new HttpRequestMessage(HttpMethod.Post, "/api/projects") { Content = WholeServer.Json("{\"name\":\"" + new string('a', 5_000_000) + "\"}") };
        question.Headers.ExpectContinue = true;
        using var large = await http.SendAsync(question, Ct);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    private static async Task AssertNamesThePlaceAsync(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Ct));
        var code = problem.RootElement.GetProperty("code").GetString();
        Assert.False(string.IsNullOrEmpty(code));
        if (code != "input.invalid")
            return;
        Assert.True(problem.RootElement.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0, $"No place in {problem.RootElement}");
        Assert.All(errors.EnumerateArray(), e => Assert.False(string.IsNullOrEmpty(e.GetProperty("path").GetString())));
        // Names of our types are nobody's business.
        Assert.DoesNotContain("Cloison", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Kind>", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private static IEnumerable<(string What, string Json)> Mutations(string body)
    {
        foreach (var path in Paths(JsonNode.Parse(body)!))
        {
            foreach (var value in Values)
                yield return (string.Join('.', path), With(body, path, JsonValue.Create(Mark)).Replace($"\"{Mark}\"", value, StringComparison.Ordinal));
            yield return ($"without {string.Join('.', path)}", With(body, path, null, remove: true));
            if (path[^1] is string name)
                yield return ($"{string.Join('.', path)} twice", With(body, path, JsonValue.Create(Mark)).Replace($"\"{Mark}\"", $"1,\"{name}\":2", StringComparison.Ordinal));
            yield return ($"a stranger beside {string.Join('.', path)}", With(body, [.. path[..^1], "stranger"], JsonValue.Create(1)));
        }
    }

    private static IEnumerable<object[]> Paths(JsonNode node, params object[] at)
    {
        if (at.Length > 0)
            yield return at;
        var children = node switch
        {
            JsonObject o => o.Where(p => p.Value is not null).Select(p => ((object)p.Key, p.Value!)),
            JsonArray a => a.Select((v, i) => ((object)i, v!)),
            _ => [],
        };
        foreach (var (key, child) in children.ToList())
            foreach (var path in Paths(child, [.. at, key]))
                yield return path;
    }

    private static string With(string body, object[] path, JsonNode? value, bool remove = false)
    {
        var root = JsonNode.Parse(body)!;
        var parent = path[..^1].Aggregate(root, (node, step) => step is string name ? node[name]! : node[(int)step]!);
        switch (parent, path[^1])
        {
            case (JsonObject o, string name) when remove: o.Remove(name); break;
            case (JsonObject o, string name): o[name] = value; break;
            case (JsonArray a, int index) when remove: a.RemoveAt(index); break;
            case (JsonArray a, int index): a[index] = value; break;
            case (JsonArray a, string): a.Add(value); break;
        }

        return root.ToJsonString();
    }
}

internal static class Sending
{
    public static Task<HttpResponseMessage> PostOrAsync(this HttpClient http, Route route, string path, HttpContent content, CancellationToken ct) =>
        http.SendAsync(new HttpRequestMessage(route.Method, path) { Content = content }, ct);
}
