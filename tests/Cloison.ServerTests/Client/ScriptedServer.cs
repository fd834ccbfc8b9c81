using System.Net;
using System.Text;

namespace Cloison.ServerTests.Client;

/// <summary>Answers each request with the next line of a script, and remembers what came.</summary>
internal sealed class ScriptedServer(params Func<HttpRequestMessage, HttpResponseMessage>[] script) : HttpMessageHandler
{
    private int next;

    public List<(HttpMethod Method, string? Range, string Body)> Requests { get; } = [];

    public static Func<HttpRequestMessage, HttpResponseMessage> Json(string body) =>
        _ => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    public static Func<HttpRequestMessage, HttpResponseMessage> Busy(int? afterSeconds = null) => _ =>
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        if (afterSeconds is { } seconds)
            response.Headers.RetryAfter = new(TimeSpan.FromSeconds(seconds));
        return response;
    };

    public static HttpResponseMessage Broken(HttpRequestMessage request) => throw new HttpRequestException(HttpRequestError.ConnectionError, "broken");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        Requests.Add((request.Method, request.Headers.Range?.ToString(), body));
        return script[next++](request);
    }
}

/// <summary>Time in which every pause is over at once; remembers how long they were to be.</summary>
internal sealed class ImpatientClock : TimeProvider
{
    public List<TimeSpan> Pauses { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Pauses.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
