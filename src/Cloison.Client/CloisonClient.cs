using System.Net.Http.Headers;

namespace Cloison.Client;

/// <summary>
/// Talks to one Cloison server with one API key, which is bound to one customer: no call names the customer, so none can reach another's data.
/// Thread-safe; make one and keep it.
/// </summary>
/// <remarks>
/// Every call throws <see cref="CloisonException"/> when the server refuses or cannot be reached. Calls that are safe to repeat are repeated
/// with growing pauses when the server is busy or the connection is lost.
/// </remarks>
public sealed class CloisonClient : IDisposable
{
    private readonly Connection connection;

    /// <param name="address">Where the server is, such as <c>https://label.example</c>.</param>
    /// <param name="apiKey">The key's secret, <c>cl_live_…</c> or <c>cl_test_…</c>.</param>
    public CloisonClient(Uri address, string apiKey)
        : this(address, apiKey, NewHandler(), TimeProvider.System)
    {
    }

    /// <summary>With a handler of one's own: a proxy, a certificate, a test.</summary>
    /// <param name="clock">Times the pauses between attempts.</param>
    public CloisonClient(Uri address, string apiKey, HttpMessageHandler handler, TimeProvider clock)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        if (!address.IsAbsoluteUri || address.Scheme is not ("https" or "http"))
            throw new ArgumentException("The server's address begins with https:// or http://.", nameof(address));
        // Streams last as long as they last: each ordinary call has its own limit instead.
        var http = new HttpClient(handler) { BaseAddress = new(address.AbsoluteUri.TrimEnd('/') + "/"), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey.Trim());
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("cloison-dotnet", typeof(CloisonClient).Assembly.GetName().Version?.ToString(3)));
        connection = new(http, clock);
        Projects = new(connection);
        Tasks = new(connection);
        Quality = new(connection);
        Acceptances = new(connection);
        Imports = new(connection, clock);
        Exports = new(connection, clock);
        People = new(connection);
        Keys = new(connection);
        Leaving = new(connection, clock);
        Log = new(connection);
        Walls = new(connection);
        Custody = new(connection);
        Blind = new(connection);
    }

    /// <summary>Projects, their ontologies, batches and figures.</summary>
    public ProjectCalls Projects { get; }

    /// <summary>Tasks: listing, reading, steering, adding rows.</summary>
    public TaskCalls Tasks { get; }

    /// <summary>Gold tasks, people's skill, what is sure and what a lead has to decide.</summary>
    public QualityCalls Quality { get; }

    public AcceptanceCalls Acceptances { get; }

    /// <summary>Files into a project.</summary>
    public ImportCalls Imports { get; }

    /// <summary>Results out of a project.</summary>
    public ExportCalls Exports { get; }

    /// <summary>Who works for the customer.</summary>
    public PeopleCalls People { get; }

    /// <summary>The customer's API keys.</summary>
    public KeyCalls Keys { get; }

    /// <summary>Taking everything along.</summary>
    public LeavingCalls Leaving { get; }

    /// <summary>The customer's access log.</summary>
    public LogCalls Log { get; }

    /// <summary>Rivals, and who may see or has seen what.</summary>
    public WallCalls Walls { get; }

    /// <summary>Who holds the customer's keys.</summary>
    public CustodyCalls Custody { get; }

    /// <summary>What workers do not read of whom they work for.</summary>
    public BlindCalls Blind { get; }

    public void Dispose() => connection.Dispose();

    private static SocketsHttpHandler NewHandler() => new()
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        // A name that moves to another machine is noticed.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // A redirect would carry the call, without its key, to who knows where.
        AllowAutoRedirect = false,
    };
}
