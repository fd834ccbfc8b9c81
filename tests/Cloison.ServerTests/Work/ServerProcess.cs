using System.Diagnostics;
using System.Text;
using Cloison.Contracts;
using Cloison.Domain.Json;
using Cloison.Storage.Compartments;

namespace Cloison.ServerTests.Work;

/// <summary>A real <c>cloison serve</c> in a process of its own, which can be killed like one.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<string> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => ready.TrySetException(new InvalidOperationException($"The server ended: {Output}"));
        process.EnableRaisingEvents = true;
    }

    private static string Program
    {
        get
        {
            // tests/Cloison.ServerTests/bin/<configuration>/net10.0 beside src/Cloison.Cli/bin/<configuration>/net10.0
            var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            var repository = here.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;
            return Path.Combine(repository, "src", "Cloison.Cli", "bin", here.Parent.Name, here.Name, "cloison.dll");
        }
    }

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public int ExitCode => process.ExitCode;

    public static ServerProcess Start(string dataFolder)
    {
        if (!File.Exists(Program))
        {
            Assert.SkipUnless(Environment.GetEnvironmentVariable("CI") == "true", "Build src/Cloison.Cli first.");
            Assert.Fail($"{Program} must be there in CI.");
        }

        var start = new ProcessStartInfo("dotnet", [Program, "serve", "--data", dataFolder, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ServerProcess(Process.Start(start)!);
        server.process.BeginOutputReadLine();
        server.process.BeginErrorReadLine();
        return server;
    }

    /// <returns>Where it listens.</returns>
    public Task<string> ReadyAsync() => ready.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    public Task ExitedAsync() => process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>kill -9: nothing is said, flushed or closed.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await ExitedAsync();
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
        const string sign = "Cloison is ready: ";
        if (line.StartsWith(sign, StringComparison.Ordinal))
            ready.TrySetResult(line[sign.Length..].Trim());
    }
}
