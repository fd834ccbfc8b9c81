using System.CommandLine;
using Cloison.Server;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Cloison.Benchmarks.HotLoop;

/// <summary>The server under load, in a process of its own.</summary>
internal static class ServeCommand
{
    public const string ReadySign = "ready ";

    /// <summary>Below it: a read of the product's own, with the same gates and without the log, to be compared with.</summary>
    public const string UnloggedPrefix = "/benchmark";

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
        app.MapGet($"{UnloggedPrefix}/projects/{{project}}/tasks/{{task}}", ReadTask.HandleAsync).RequireAuthorization(Policies.Read).LogsNothing("It is what logging is compared with.");
        await app.StartAsync(ct);
        Console.WriteLine(ReadySign + app.Urls.First());
        await app.WaitForShutdownAsync(ct);
    }
}
