using Cloison.Cli.Commands;
using Cloison.ServerTests.Storage.Sealing;
using Cloison.Storage.Custody.Agents;
using Cloison.Transparency.Notes;
using Microsoft.AspNetCore.Builder;

namespace Cloison.ServerTests.Custody;

/// <summary>A real key agent on a port of this machine, in a folder of its own; it can be stopped and started again.</summary>
internal sealed class AgentUnderTest : IAsyncDisposable
{
    private readonly TemporaryFolder place = new();
    private readonly TimeProvider clock;
    private WebApplication? app;
    private KeyAgent? agent;

    private AgentUnderTest(CustomerId customer, ReadOnlySpan<byte> serverKey, NoteKey log, string server, TimeProvider clock)
    {
        this.clock = clock;
        using var made = KeyAgentFolder.Create(Path, new(customer, Convert.ToBase64String(serverKey), log.ToString(), server));
        PublicKey = made.PublicKey;
        Folder = KeyAgentFolder.Open(Path);
    }

    public string Path => place.Of("agent");

    public string PublicKey { get; }

    public KeyAgentFolder Folder { get; private set; }

    public string Address { get; private set; } = "";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<AgentUnderTest> StartAsync(CustomerId customer, ReadOnlyMemory<byte> serverKey, NoteKey log, TimeProvider clock, string server = "http://localhost:1")
    {
        var made = new AgentUnderTest(customer, serverKey.Span, log, server, clock);
        await made.StartAsync();
        return made;
    }

    /// <summary>What its last requests came to, oldest first.</summary>
    public IReadOnlyList<string> Outcomes() => [.. Folder.ReadAudit().Select(line => AgentSignatures.Read<AuditLine>(System.Text.Encoding.UTF8.GetBytes(line))!.Outcome)];

    public void SetPolicy(string json) => File.WriteAllText(System.IO.Path.Combine(Path, "policy.json"), json);

    /// <summary>At the same address as before, as a process that begins anew.</summary>
    public async Task StartAsync()
    {
        Folder = KeyAgentFolder.Open(Path);
        Folder.Claim();
        agent = new KeyAgent(Folder, clock);
        app = RunKeyAgent.Build(agent, Address.Length > 0 ? Address : "http://127.0.0.1:0", certificate: null);
        await app.StartAsync(Ct);
        Address = app.Urls.First();
    }

    public async Task StopAsync()
    {
        if (app is null)
            return;
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        agent!.Dispose();
        Folder.Dispose();
        app = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        place.Dispose();
    }
}
