using System.Net;
using System.Text;
using Cloison.Cli.Commands;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Witnessing;
using Cloison.Transparency;
using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;
using Cloison.Transparency.Tiles;
using Cloison.Transparency.Witnessing;
using Microsoft.AspNetCore.Builder;

namespace Cloison.ServerTests.Transparency;

/// <summary>The replies of c2sp.org/tlog-witness, over HTTP.</summary>
public sealed class WitnessTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly Ed25519Key key = Ed25519Key.FromSeed([.. Enumerable.Repeat((byte)3, 32)]);
    private readonly LogSigner log;
    private readonly List<TreeHash> leaves = [.. Enumerable.Range(0, 100).Select(n => TreeHash.OfLeaf(Encoding.ASCII.GetBytes($"entry {n}")))];
    private WitnessFolder memory = null!;
    private Witness witness = null!;
    private WebApplication app = null!;
    private HttpClient http = null!;

    public WitnessTests() => log = new("log.example/heron", key);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        memory = new(folder.Of("witness"));
        witness = new(memory, [log.Key], new("witness.example/w1", memory.Key, TimeProvider.System));
        app = RunWitness.Build(witness, memory, "http://127.0.0.1:0");
        await app.StartAsync(Ct);
        http = new() { BaseAddress = new(app.Urls.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        key.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_extends_the_last_checkpoint_is_cosigned_and_served()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(WitnessFolder.PlaceOf(log.Key.Name), Ct)).StatusCode);
        foreach (var (older, newer) in new[] { (0, 3), (3, 64), (64, 64), (64, 100) })
        {
            var note = Checkpoint(newer);
            var (status, body) = await SendAsync(Request(older, newer));
            Assert.True(status == HttpStatusCode.OK, body);
            Assert.True(NoteSignature.TryParse(body.TrimEnd('\n'), out var signature));
            var (_, signatures) = Cloison.Transparency.Checkpoint.Open(note.With([signature!]), [log.Key, witness.Key]);
            Assert.InRange(signatures[1].Time!.Value, DateTimeOffset.UnixEpoch.AddYears(50), TimeProvider.System.GetUtcNow());
            var served = SignedNote.Parse(await http.GetByteArrayAsync(WitnessFolder.PlaceOf(log.Key.Name), Ct));
            Assert.Equal(note.Text, served.Text);
            Assert.Equal(2, served.Verify([log.Key, witness.Key]).Count);
        }
    }

    [Fact]
    public async Task What_was_cosigned_is_remembered_after_a_restart()
    {
        await SendAsync(Request(0, 50));
        var before = witness.Key;
        await StopAsync();
        await InitializeAsync();
        Assert.Equal(before, witness.Key);
        Assert.Equal((HttpStatusCode.Conflict, "50\n"), await SendAsync(Request(0, 60)));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Request(50, 60))).Status);
    }

    [Fact]
    public async Task A_wrong_old_size_is_told_the_right_one()
    {
        await SendAsync(Request(0, 50));
        using var content = new StringContent(Request(20, 60));
        using var reply = await http.PostAsync("/add-checkpoint", content, Ct);
        Assert.Equal(HttpStatusCode.Conflict, reply.StatusCode);
        Assert.Equal("text/x.tlog.size", reply.Content.Headers.ContentType!.ToString());
        Assert.Equal("50\n", await reply.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_fork_is_never_cosigned()
    {
        await SendAsync(Request(0, 50));
        var honest = Request(50, 60);
        leaves[10] = leaves[11];
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(Request(50, 60))).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(Request(50, 50))).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(honest)).Status);
    }

    [Fact]
    public async Task Proofs_that_do_not_belong_are_refused()
    {
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(new CosignRequest(0, [leaves[0]], Checkpoint(5)).ToString())).Status);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(new CosignRequest(0, [], new Checkpoint(log.Key.Name, 0, leaves[0]).Sign(log)).ToString())).Status);
        await SendAsync(Request(0, 5));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SendAsync(new CosignRequest(5, [], Checkpoint(9)).ToString())).Status);
    }

    [Fact]
    public async Task Only_the_log_s_own_key_counts()
    {
        using var other = Ed25519Key.FromSeed(new byte[32]);
        var impostor = new LogSigner("log.example/heron", other);
        var note = Checkpoint(5);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(new CosignRequest(0, [], SignedNote.Sign(note.Text, impostor)).ToString())).Status);
        var wrong = note with { Signatures = [note.Signatures[0] with { Bytes = new byte[64] }] };
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(new CosignRequest(0, [], wrong).ToString())).Status);
        var stranger = new LogSigner("log.example/otter", key);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(new CosignRequest(0, [], new Checkpoint("log.example/otter", 5, leaves[0]).Sign(stranger)).ToString())).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(Request(0, 5))).Status);
    }

    [Fact]
    public async Task What_is_no_request_is_refused_with_400()
    {
        var good = Request(0, 5);
        foreach (var bad in new[] { "", "old\n", good.Replace("old 0", "old 00"), good.Replace("old 0", "old -1"), good.Replace("old 0", "new 0"), good.Replace("\n\n", "\n"), good[..^1], "old 0\nno hash\n\n" + Checkpoint(5), "old 9\n\n" + Checkpoint(5) })
            Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(bad)).Status);
        var many = string.Concat(Enumerable.Repeat($"{leaves[0]}\n", 64));
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync($"old 0\n{many}\n{Checkpoint(5)}")).Status);
    }

    [Fact]
    public async Task Of_many_at_once_none_undoes_a_larger_one()
    {
        await SendAsync(Request(0, 10));
        var requests = Enumerable.Range(11, 60).Select(size => Request(10, size)).ToList();
        var replies = await Task.WhenAll(requests.Select(SendAsync));
        Assert.Equal(1, replies.Count(r => r.Status == HttpStatusCode.OK));
        Assert.All(replies.Where(r => r.Status != HttpStatusCode.OK), r => Assert.Equal(HttpStatusCode.Conflict, r.Status));
    }

    [Fact]
    public void Two_witnesses_do_not_share_a_folder() => Assert.Throws<IOException>(() => new WitnessFolder(folder.Of("witness")));

    private string Request(int older, int newer) => new CosignRequest(older, TreeMath.Consistency(Tree(newer), older, newer), Checkpoint(newer)).ToString();

    private SignedNote Checkpoint(int size) => new Checkpoint(log.Key.Name, size, TreeMath.Root(Tree(size), size)).Sign(log);

    private TileHashes Tree(int size) => new(size, tile => leaves.Skip((int)tile.Index * 256).Take(tile.Width).SelectMany(leaf => leaf.ToArray()).ToArray());

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(string request)
    {
        using var content = new StringContent(request);
        using var reply = await http.PostAsync("/add-checkpoint", content, Ct);
        return (reply.StatusCode, await reply.Content.ReadAsStringAsync(Ct));
    }

    private async Task StopAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        memory.Dispose();
    }
}
