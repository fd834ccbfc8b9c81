using System.CommandLine;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Cloison.Storage.Custody.Agents;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cloison.Cli.Commands;

/// <summary>
/// <c>cloison keyagent init|run|status|rotate|revoke|restore</c>: what a customer runs who holds his key himself. Its files are its own; it shares
/// nothing with a server's data folder.
/// </summary>
internal static class RunKeyAgent
{
    private const int MaxRequestBytes = 256 * 1024;
    private const string SignatureHeader = "Cloison-Signature";

    private static readonly Option<string> Data = new("--data") { Description = "The agent's folder: its keys, its policy, what it remembers, its record.", DefaultValueFactory = _ => "keyagent" };

    public static Command Command() => new("keyagent", "Holds a customer's key, and gives it only against a receipt of the access log.")
    {
        Init(), Run(), Status(), Rotate(), SetStanding("revoke", "Takes the key back: the server gets it no more, and is told so at once.", isRevoked: true),
        SetStanding("restore", "Gives the key again.", isRevoked: false),
    };

    /// <summary>One address: <c>POST /v1/{status|wrap|unwrap}</c>. What it says is signed; who has no signature of the server's learns nothing.</summary>
    internal static WebApplication Build(KeyAgent agent, string urls, X509Certificate2? certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(urls.Split(';')).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            if (certificate is not null)
                kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        });
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/{operation}", async (string operation, HttpContext context) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            var (answer, signature) = agent.Answer(operation, body.GetBuffer().AsSpan(0, (int)body.Length), context.Request.Headers[SignatureHeader]);
            context.Response.Headers[SignatureHeader] = signature;
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        });
        return app;
    }

    private static Command Init()
    {
        var customer = new Option<string>("--customer") { Description = "The customer's id, cus_…", Required = true };
        var server = new Option<string>("--server-key") { Description = "The server's public key, from the Trust page or GET /api/custody.", Required = true };
        var log = new Option<string>("--log-key") { Description = "The public key of the customer's access log (name+id+key).", Required = true };
        var address = new Option<string>("--server") { Description = "The server's address, which revocations are pushed to.", Required = true };
        var command = new Command("init", "Makes the agent's folder and its keys.") { Data, customer, server, log, address };
        command.SetAction(parsed =>
        {
            if (!CustomerId.TryParse(parsed.GetValue(customer)!, out var id))
                throw CommandException.Usage($"'{parsed.GetValue(customer)}' is no id of a customer.");
            using var folder = KeyAgentFolder.Create(parsed.GetValue(Data)!, new(id, parsed.GetValue(server)!, parsed.GetValue(log)!, parsed.GetValue(address)!.TrimEnd('/')));
            var terminal = Terminal.Of(parsed);
            terminal.Note("Keep a copy of outer-1.key in a safe place: without it, what it protects is lost.");
            terminal.Say($"The agent's public key: {folder.PublicKey}");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Run()
    {
        var urls = new Option<string>("--urls") { Description = "Where to listen.", DefaultValueFactory = _ => "http://localhost:5082" };
        var certificate = new Option<string?>("--certificate") { Description = "A PEM file with the certificate for https." };
        var key = new Option<string?>("--certificate-key") { Description = "A PEM file with the certificate's key." };
        var command = new Command("run", "Answers the server.") { Data, urls, certificate, key };
        command.SetAction(async (parsed, ct) =>
        {
            using var folder = KeyAgentFolder.Open(parsed.GetValue(Data)!);
            folder.Claim();
            using var agent = new KeyAgent(folder, TimeProvider.System);
            using var pem = parsed.GetValue(certificate) is { } file ? X509Certificate2.CreateFromPemFile(file, parsed.GetValue(key)) : null;
            await using var app = Build(agent, parsed.GetValue(urls)!, pem);
            await app.StartAsync(ct);
            var terminal = Terminal.Of(parsed);
            terminal.Say($"The key agent is ready: {app.Urls.First()}");
            terminal.Say($"Its public key: {folder.PublicKey}");
            await app.WaitForShutdownAsync(ct);
            return CommandLine.Done;
        });
        return command;
    }

    private static Command Status()
    {
        var last = new Option<int>("--last") { Description = "How many lines of the record to show.", DefaultValueFactory = _ => 10 };
        var command = new Command("status", "Says whom the agent serves, whether the key is given, and what was asked last.") { Data, last };
        command.SetAction(parsed =>
        {
            using var folder = KeyAgentFolder.Open(parsed.GetValue(Data)!);
            var (terminal, record) = (Terminal.Of(parsed), folder.ReadAudit());
            terminal.Say($"Customer: {folder.Identity.Customer}");
            terminal.Say($"Key: {(folder.Standing.IsRevoked ? "revoked" : "given against receipts")}");
            terminal.Say($"Public key: {folder.PublicKey}");
            terminal.Say($"Record: {record.Count} lines, {(folder.IsAuditWhole() ? "whole" : "ALTERED")}");
            foreach (var line in record.TakeLast(parsed.GetValue(last)))
                terminal.Say(line);
            return folder.IsAuditWhole() ? CommandLine.Done : CommandLine.Failed;
        });
        return command;
    }

    private static Command Rotate()
    {
        var command = new Command("rotate", "Makes a new outer key; restart the agent, then let the server rewrap its root (rotate the custodian's key).") { Data };
        command.SetAction(parsed =>
        {
            using var folder = KeyAgentFolder.Open(parsed.GetValue(Data)!);
            folder.AddOuterKey();
            Terminal.Of(parsed).Say("The newest outer key wraps from the agent's next start on; older ones still unwrap.");
            return CommandLine.Done;
        });
        return command;
    }

    private static Command SetStanding(string name, string description, bool isRevoked)
    {
        var command = new Command(name, description) { Data };
        command.SetAction(async (parsed, ct) =>
        {
            using var folder = KeyAgentFolder.Open(parsed.GetValue(Data)!);
            // First here: from now on no request gets it, whether the server hears of it or not.
            var (notice, signature) = folder.SetStanding(isRevoked, TimeProvider.System.GetUtcNow());
            var terminal = Terminal.Of(parsed);
            terminal.Say(isRevoked ? "The agent gives the key to nobody." : "The agent gives the key against receipts.");
            if (await TellAsync(folder.Identity, notice, signature, ct) is { } failure)
            {
                terminal.Note(isRevoked
                    ? $"{failure} The server keeps what it has until its time is over (15 minutes at most), and gets no more. Run the command again to tell it."
                    : $"{failure} Run the command again to tell it.");
                return CommandLine.Failed;
            }

            terminal.Say("The server knows.");
            return CommandLine.Done;
        });
        return command;
    }

    /// <returns>What went wrong, or null.</returns>
    private static async Task<string?> TellAsync(AgentIdentity identity, byte[] notice, string signature, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { Timeout = TimeSpan.FromSeconds(20) };
        using var message = new HttpRequestMessage(HttpMethod.Post, $"{identity.ServerAddress}/custody/agents/{identity.Customer}/revoked") { Content = new ByteArrayContent(notice) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        message.Headers.Add(SignatureHeader, signature);
        try
        {
            using var response = await http.SendAsync(message, ct);
            return response.IsSuccessStatusCode ? null : $"The server at {identity.ServerAddress} did not take the message ({(int)response.StatusCode}).";
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return $"The server at {identity.ServerAddress} does not answer.";
        }
    }
}
