using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Cloison.Contracts;
using Cloison.Domain.People;
using Cloison.Domain.Walls;
using Cloison.ServerTests.People;
using Cloison.ServerTests.Work;

namespace Cloison.ServerTests.Walls.Properties;

/// <summary>P9: two customers become rivals while somebody works for both. Everything that he has open ends: sessions, leases, downloads, addresses of content.</summary>
public abstract class P09LateEdgeContract(WallPlace place)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public Task Who_has_seen_both_keeps_neither() => Breaks.WithoutAsync(
        place,
        async server =>
        {
            var (one, other, head, name, person) = await server.FriendsAsync();
            await head.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{name}");
            foreach (var side in new[] { one, other })
                Assert.Equal(403, await (await server.SignInAsync(person, side)).StatusAsync());
        },
        WallRule.LateEdge);

    [Fact]
    public async Task Sessions_and_leases_end_and_the_task_goes_to_somebody_else()
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
        var (one, _, head, name, person) = await server.FriendsAsync();
        var project = await server.NewProjectAsync(one, tasks: 1);
        var here = await server.SignInAsync(person, one);
        var claimed = await here.PostAsync<ClaimedTask>($"/api/projects/{project}/claim", new Claim());
        var (_, colleague) = await server.HireAsync(one, Role.Annotator);
        Assert.Equal((404, "task.none"), await colleague.RefusalAsync(HttpMethod.Post, $"/api/projects/{project}/claim", new Claim()));

        await head.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{name}");

        var answer = new SubmitAnnotation(
            AnnotationId.New(server.Clock.GetUtcNow()), claimed.Task, claimed.Lease.Id, claimed.Lease.Token, claimed.OntologyVersion, Worker.HashOf(Worker.Good), JsonElement.Parse(Worker.Good));
        Assert.Equal(401, (await here.RefusalAsync(HttpMethod.Post, $"/api/projects/{project}/annotations", answer)).Status);
        using (var again = await server.SignInAsync(person, one))
        {
            Assert.Equal((403, "not_eligible"), await again.RefusalAsync(HttpMethod.Post, $"/api/projects/{project}/annotations", answer));
            Assert.Equal((403, "not_eligible"), await again.RefusalAsync(HttpMethod.Post, $"/api/projects/{project}/leases/{claimed.Lease.Id}/heartbeat", new Heartbeat(claimed.Lease.Token)));
        }

        // Nobody can prolong the lease any more: it runs out, and the task is another's.
        server.Clock.Advance(claimed.Lease.ExpiresAt - server.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        var (_, later) = await server.HireAsync(one, Role.Annotator);
        ClaimedTask? taken = null;
        while (taken is null)
        {
            Ct.ThrowIfCancellationRequested();
            using var reply = await later.SendAsync(HttpMethod.Post, $"/api/projects/{project}/claim", new Claim());
            taken = reply.IsSuccessStatusCode ? JsonSerializer.Deserialize<ClaimedTask>(await reply.Content.ReadAsStringAsync(Ct), Domain.Json.DomainJson.Options) : null;
        }

        Assert.Equal(claimed.Task, taken.Task);
    }

    [Fact]
    public async Task A_download_in_progress_is_cut_and_another_persons_is_not()
    {
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All);
        var (one, _, head, name, person) = await server.FriendsAsync();
        var (path, bytes) = await LargeAssetAsync(server, one);
        var (_, colleague) = await server.HireAsync(one, Role.Engineer);
        using var his = Visitors.Client(server.Address.ToString(), TokenOf(await server.SignInAsync(person, one)));
        using var colleagues = Visitors.Client(server.Address.ToString(), TokenOf(colleague));
        using var cut = await his.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct);
        using var whole = await colleagues.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Ct);
        var (cutBody, wholeBody) = (await cut.Content.ReadAsStreamAsync(Ct), await whole.Content.ReadAsStreamAsync(Ct));
        await cutBody.ReadExactlyAsync(new byte[1000], Ct);
        await wholeBody.ReadExactlyAsync(new byte[1000], Ct);

        await head.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{name}");

        await server.LookAfterRequestsAsync();
        await Assert.ThrowsAnyAsync<IOException>(() => cutBody.CopyToAsync(Stream.Null, Ct));
        var rest = new MemoryStream();
        await wholeBody.CopyToAsync(rest, Ct);
        Assert.Equal(bytes - 1000, rest.Length);
    }

    [Fact]
    public async Task An_address_of_content_that_is_under_way_is_worth_nothing()
    {
        var origin = $"http://127.0.0.1:{FreePort()}";
        await using var server = await WallServer.StartAsync(await place.PostgresAsync(), WallRules.All, contentUrl: origin);
        var (one, _, head, name, person) = await server.FriendsAsync();
        var (path, _) = await LargeAssetAsync(server, one, bytes: 4_096);
        using var here = await server.SignInAsync(person, one);
        using var sent = await here.SendAsync(HttpMethod.Get, path);
        Assert.Equal(HttpStatusCode.Found, sent.StatusCode);
        using var nobody = new HttpClient();
        // The control: it works until then.
        Assert.Equal(HttpStatusCode.OK, (await nobody.GetAsync(sent.Headers.Location, Ct)).StatusCode);

        await head.DoAsync(HttpMethod.Delete, $"/api/walls/agreements/{name}");

        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(sent.Headers.Location, Ct)).StatusCode);
    }

    private static async Task<(string Path, int Bytes)> LargeAssetAsync(WallServer server, CustomerId customer, int bytes = 32 << 20)
    {
        var project = await server.NewProjectAsync(customer);
        var compartment = (await server.Installation.FindAsync(customer, Ct))!;
        var blob = (await compartment.Blobs.PutAsync(project, new MemoryStream(new byte[bytes]), bytes, Ct)).Value;
        var asset = AssetId.New(server.Clock.GetUtcNow());
        await compartment.Database.WriteAsync(
            db => db.Execute(
                "INSERT INTO assets (id, project, blob, media_type, bytes, created_at) VALUES (@id, @project, @blob, 'image/png', @bytes, 0)",
                ("@id", asset.Text), ("@project", project.Text), ("@blob", blob.Name.Text), ("@bytes", (long)bytes)),
            Ct);
        return ($"/api/projects/{project}/assets/{asset}?original=true", bytes);
    }

    private static string TokenOf(Browser browser) => browser.Cookie!.Split('=', 2)[1];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

public sealed class P09LateEdgeOnSqlite(WallsInSqlite place) : P09LateEdgeContract(place), IClassFixture<WallsInSqlite>;

public sealed class P09LateEdgeOnPostgres(WallsInPostgres place) : P09LateEdgeContract(place), IClassFixture<WallsInPostgres>;
