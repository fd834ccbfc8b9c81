using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Cloison.Client;
using Cloison.Contracts;
using static Cloison.ServerTests.Client.ScriptedServer;

namespace Cloison.ServerTests.Client;

public sealed class RetryTests
{
    private static readonly ProjectId Project = ProjectId.New(DateTimeOffset.UnixEpoch);
    private static readonly ImportId Import = ImportId.New(DateTimeOffset.UnixEpoch);
    private readonly ImpatientClock clock = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reading_is_tried_again_when_the_server_is_busy_or_the_connection_breaks()
    {
        var server = new ScriptedServer(Busy(), Broken, Json("[]"));
        Assert.Empty(await Client(server).People.ListAsync(Ct));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task The_pause_that_the_server_asks_for_is_kept()
    {
        var server = new ScriptedServer(Busy(afterSeconds: 17), Json("[]"));
        await Client(server).People.ListAsync(Ct);
        Assert.Contains(TimeSpan.FromSeconds(17), clock.Pauses);
    }

    [Fact]
    public async Task What_may_count_twice_is_sent_once()
    {
        var server = new ScriptedServer(Busy());
        var refused = await Assert.ThrowsAsync<CloisonException>(() => Client(server).People.InviteAsync(new(null, [Domain.People.Role.Lead]), Ct));
        Assert.Equal(503, refused.Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task It_gives_up_in_the_end_and_says_that_no_reply_came()
    {
        var server = new ScriptedServer([.. Enumerable.Repeat<Func<HttpRequestMessage, HttpResponseMessage>>(Broken, 6)]);
        var lost = await Assert.ThrowsAsync<CloisonException>(() => Client(server).People.ListAsync(Ct));
        Assert.Equal((CloisonException.ConnectionLost, 0), (lost.Code, lost.Status));
    }

    [Fact]
    public async Task A_file_is_sent_from_its_beginning_again()
    {
        var server = new ScriptedServer(Busy(), Json("""{"path":"a.txt","outcome":"task","tasks":1}"""));
        var sent = new List<long>();
        var receipt = await Client(server).Imports.SendFileAsync(Project, Import, "a.txt", () => new MemoryStream("hello"u8.ToArray()), sent.Add, Ct);
        Assert.Equal(1, receipt.Tasks);
        Assert.Equal(["hello", "hello"], server.Requests.Select(r => r.Body));
        Assert.Equal([5, 5], sent);
    }

    [Fact]
    public async Task A_download_goes_on_where_it_broke_off()
    {
        var server = new ScriptedServer(
            _ => new(HttpStatusCode.OK) { Content = new StreamContent(new BreakingStream("0123"u8.ToArray())) },
            request => Part(request, "456789", from: 4));
        using var file = new MemoryStream();
        await Client(server).Exports.DownloadAsync(Project, Export(bytes: 10), file, ct: Ct);
        Assert.Equal("0123456789", Encoding.ASCII.GetString(file.ToArray()));
        Assert.Equal([null, "bytes=4-"], server.Requests.Select(r => r.Range));
    }

    [Fact]
    public async Task A_server_that_does_not_know_ranges_sends_all_of_it_again()
    {
        var server = new ScriptedServer(_ => new(HttpStatusCode.OK) { Content = new ByteArrayContent("0123456789"u8.ToArray()) });
        using var file = new MemoryStream();
        file.Write("012"u8);
        await Client(server).Exports.DownloadAsync(Project, Export(bytes: 10), file, ct: Ct);
        Assert.Equal("0123456789", Encoding.ASCII.GetString(file.ToArray()));
    }

    private CloisonClient Client(ScriptedServer server) => new(new("https://cloison.example"), "cl_test_x", server, clock);

    private static ExportSummary Export(long bytes) => new(
        ExportId.New(DateTimeOffset.UnixEpoch), "native", ExportedAnswers.Results, TransferState.Done, "x.jsonl", bytes, 1, 1, [], null, DateTimeOffset.UnixEpoch, null);

    private static HttpResponseMessage Part(HttpRequestMessage request, string text, long from)
    {
        var response = new HttpResponseMessage(HttpStatusCode.PartialContent) { RequestMessage = request, Content = new ByteArrayContent(Encoding.ASCII.GetBytes(text)) };
        response.Content.Headers.ContentRange = new ContentRangeHeaderValue(from, from + text.Length - 1);
        return response;
    }

    /// <summary>Gives what it has, and then the connection is gone.</summary>
    private sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new HttpIOException(HttpRequestError.ResponseEnded, "gone");
    }
}
