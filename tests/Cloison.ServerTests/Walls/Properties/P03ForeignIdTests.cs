using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.ServerTests.Platform;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>
/// P3 and P16: every id that any route of a compartment takes, in its address, its query or its body, found by reflection and replaced alone. An id of another
/// customer and an id of nothing are answered alike, to people and to keys: status, headers and body.
/// </summary>
public sealed class P03ForeignIdTests(WholeServer server) : IClassFixture<WholeServer>
{
    private static readonly HashSet<string> NoIds = new(StringComparer.Ordinal) { "version", "index", "number", "path" };

    /// <summary>The client makes this id: the first of two is stored, and the second comes too late, whatever it is.</summary>
    private const string ClientMade = "POST /api/projects/{project}/annotations, body's ann";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private IEnumerable<Route> Routes => server.Routes.Where(r => r.IsApi && r.Policy is { } policy && Policies.InCompartment.ContainsKey(policy));

    [Fact]
    public async Task A_session_of_one_customer_with_an_id_of_another_is_answered_as_with_an_id_of_nothing()
    {
        using var head = await server.HeadAsync(server.Ours);
        var (asked, differences) = await CompareAsync(head, await StrangerIdsAsync(), Routes);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
        Assert.InRange(asked, 60, int.MaxValue);
    }

    [Fact]
    public async Task So_is_a_key()
    {
        var strange = await StrangerIdsAsync();
        foreach (var scope in Enum.GetValues<KeyScope>())
        {
            using var program = await server.ProgramAsync(scope);
            var (_, differences) = await CompareAsync(program, strange, Routes.Where(r => Policies.InCompartment[r.Policy!].Scope == scope));
            Assert.True(differences.Count == 0, string.Join("\n", differences));
        }
    }

    [Fact]
    public async Task An_id_of_ones_own_is_answered_otherwise()
    {
        // The negative control: the same comparison, of ids that are known here.
        using var head = await server.HeadAsync(server.Ours);
        var (_, differences) = await CompareAsync(head, server.Beside.Ids, Routes.Where(r => !r.Writes));
        Assert.InRange(differences.Count, 5, int.MaxValue);
    }

    [Fact]
    public void Every_id_that_a_handler_takes_is_among_those_that_are_tried()
    {
        // Parameters that a route's address does not name come from the query: they are found by their type.
        var queries = Routes.SelectMany(r => QueryIds(r).Select(q => $"{r} ?{q.Name}")).ToList();
        Assert.Contains("GET /api/projects/{project}/tasks ?batch", queries);
        Assert.Contains("GET /api/projects/{project}/tasks ?person", queries);
        var nowhere = Place.Nowhere();
        Assert.Equal([], Routes.SelectMany(r => r.Parameters).Where(p => !NoIds.Contains(p) && !nowhere.Ids.ContainsKey(p)).Distinct());
    }

    /// <returns>How many requests were compared, and where the answers differ.</returns>
    private async Task<(int Asked, List<string> Differences)> CompareAsync(HttpClient http, IReadOnlyDictionary<string, string> strange, IEnumerable<Route> routes)
    {
        var nowhere = Place.Nowhere().Ids;
        var differences = new List<string>();
        var asked = 0;
        foreach (var route in routes)
        {
            foreach (var name in route.Parameters.Where(p => !NoIds.Contains(p)))
                await BothAsync(route, $"{{{name}}}", ids => (route.At(With(server.Home, name, ids[name])), Bodies.For(route, server.Home)));
            foreach (var query in QueryIds(route))
                await BothAsync(route, $"?{query.Name}", ids => ($"{route.At(server.Home)}?{query.Name}={Of(ids, query.Prefix)}", Bodies.For(route, server.Home)));
            var body = Bodies.For(route, server.Home);
            foreach (var id in Regex.Matches(body ?? "", "[a-z]{3}_[0-9a-z]{26}", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).Distinct())
                if (strange.Values.Any(s => s.StartsWith(id[..4], StringComparison.Ordinal)))
                    await BothAsync(route, $"body's {id[..3]}", ids => (route.At(server.Home), body!.Replace(id, Of(ids, id[..3]), StringComparison.Ordinal)));
        }

        return (asked, differences);

        async Task BothAsync(Route route, string where, Func<IReadOnlyDictionary<string, string>, (string Path, string? Body)> request)
        {
            asked++;
            var (theirs, nothing) = (await AskAsync(http, route, request(strange)), await AskAsync(http, route, request(nowhere)));
            if (theirs != nothing && $"{route}, {where}" != ClientMade)
                differences.Add($"{route}, {where}: {theirs}\n  and for nothing: {nothing}");
        }

        static string Of(IReadOnlyDictionary<string, string> ids, string prefix) =>
            ids.Values.FirstOrDefault(v => v.StartsWith(prefix + "_", StringComparison.Ordinal)) ?? $"{prefix}_01ravvkhx9ffst79gs13khbx95";
    }

    private static async Task<string> AskAsync(HttpClient http, Route route, (string Path, string? Body) ask)
    {
        var path = ask.Path + (route.Pattern.EndsWith("/files", StringComparison.Ordinal) ? "?path=a.txt" : "");
        using var request = new HttpRequestMessage(route.Method, path);
        if (route.Writes && route.Method != HttpMethod.Delete)
            request.Content = WholeServer.Json(ask.Body ?? "{}");
        using var response = await http.SendAsync(request, Ct);
        var headers = response.Headers.Concat(response.Content.Headers).Where(h => h.Key is not ("Date" or "Content-Security-Policy")).OrderBy(h => h.Key, StringComparer.Ordinal)
            .Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var text = $"{(int)response.StatusCode} {string.Join('|', headers)} {await response.Content.ReadAsStringAsync(Ct)}";
        text = Regex.Replace(text, "[a-z]{3}_[0-9a-z]{26}", "an id", RegexOptions.None, TimeSpan.FromSeconds(1));
        // What was done is not the same twice: times, counts, the next task. A refusal has none of these.
        return response.IsSuccessStatusCode ? Regex.Replace(text, "[0-9]+|[A-Za-z0-9_-]{43}", "#", RegexOptions.None, TimeSpan.FromSeconds(1)) : text;
    }

    private static Place With(Place place, string name, string id) => new(new Dictionary<string, string>(place.Ids, StringComparer.Ordinal) { [name] = id });

    /// <summary>The parameters of a handler that are ids and stand in the query.</summary>
    private static IEnumerable<(string Name, string Prefix)> QueryIds(Route route) =>
        from parameter in route.Handler?.GetParameters() ?? []
        let type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType
        where type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Domain.Ids.Id<>) && !route.Parameters.Contains(parameter.Name!)
        select (parameter.Name!, type.GetMethod("New", BindingFlags.Public | BindingFlags.Static)!.Invoke(null, [DateTimeOffset.UnixEpoch])!.ToString()![..3]);

    /// <summary>The other customer's ids, with an answer and a batch of his that no address names.</summary>
    private async Task<IReadOnlyDictionary<string, string>> StrangerIdsAsync()
    {
        using var theirs = await server.HeadAsync(server.Theirs);
        var at = $"/api/projects/{server.Abroad.Ids["project"]}";
        using (var rows = new StringContent("""{"externalId":"x","batch":"night","data":{"text":"Theirs."}}""", Encoding.UTF8, "application/x-ndjson"))
        using (var added = await theirs.PostAsync($"{at}/tasks", rows, Ct))
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Ct));
        var claimed = await JsonAsync(theirs.PostAsync($"{at}/claim", WholeServer.Json("{}"), Ct));
        var answer = AnnotationId.New(TimeProvider.System.GetUtcNow()).Text;
        await JsonAsync(theirs.PostAsync($"{at}/annotations", WholeServer.Json($$"""
            {"id":"{{answer}}","task":"{{claimed.GetProperty("task")}}","lease":"{{claimed.GetProperty("lease").GetProperty("id")}}","token":{{claimed.GetProperty("lease").GetProperty("token")}},
             "ontologyVersion":1,"contentHash":"{{Worker.HashOf(Worker.Good)}}","content":{{Worker.Good}}}
            """), Ct));
        var batch = (await JsonAsync(theirs.GetAsync($"{at}/batches", Ct))).EnumerateArray().First().GetProperty("id").GetString()!;
        return new Dictionary<string, string>(server.Abroad.Ids, StringComparer.Ordinal) { ["annotation"] = answer, ["batch"] = batch };

        static async Task<JsonElement> JsonAsync(Task<HttpResponseMessage> reply)
        {
            using var response = await reply;
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.True(response.IsSuccessStatusCode, text);
            return JsonElement.Parse(text);
        }
    }
}
