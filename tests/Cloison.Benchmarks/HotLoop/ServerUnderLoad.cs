using System.Diagnostics;

namespace Cloison.Benchmarks.HotLoop;

/// <summary>This program once more, as the server.</summary>
internal sealed class ServerUnderLoad : IDisposable
{
    private readonly Process process;

    private ServerUnderLoad(Process process, string address) => (this.process, Address) = (process, address);

    public string Address { get; }

    /// <summary>Processor time that the server has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public static async Task<ServerUnderLoad> StartAsync(string folder, string? postgres, CancellationToken ct)
    {
        string[] arguments = [typeof(ServerUnderLoad).Assembly.Location, "serve", "--data", folder, .. postgres is null ? Array.Empty<string>() : ["--postgres", postgres]];
        var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync(ct) is { } line)
            if (line.StartsWith(ServeCommand.ReadySign, StringComparison.Ordinal))
                return new(process, line[ServeCommand.ReadySign.Length..]);
        throw new InvalidOperationException("The server did not start.");
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }
}
