using System.CommandLine;
using Cloison.Server;
using Cloison.Storage.Compartments;
using Microsoft.Extensions.Hosting;

namespace Cloison.Benchmarks.HotLoop;

/// <summary>The server under load, in a process of its own.</summary>
internal static class ServeCommand
{
    public const string ReadySign = "ready ";

    public static Command Create()
    {
        var data = new Option<string>("--data") { Required = true };
        var postgres = new Option<string?>("--postgres");
        var command = new Command("serve", "Starts the server that the other commands measure.") { data, postgres };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(postgres), ct));
        return command;
    }

    private static async Task RunAsync(string data, string? postgres, CancellationToken ct)
    {
        await using var installation = await Installation.OpenAsync(new(data, postgres), TimeProvider.System, ct);
        await using var app = CloisonServer.Build(new(data, "http://127.0.0.1:0", postgres), installation, TimeProvider.System);
        await app.StartAsync(ct);
        Console.WriteLine(ReadySign + app.Urls.First());
        await app.WaitForShutdownAsync(ct);
    }
}
