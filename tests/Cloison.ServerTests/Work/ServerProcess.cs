using System.Diagnostics;
using System.Text;

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

    private static string Program => Path.Combine(AppContext.BaseDirectory, "cloison.dll");

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public int ExitCode => process.ExitCode;

    public int Id => process.Id;

    /// <param name="environment">Beside the test's own.</param>
    public static ServerProcess Start(string dataFolder, string? postgres = null, params (string Name, string Value)[] environment)
    {
        string[] arguments = [Program, "serve", "--data", dataFolder, "--urls", "http://127.0.0.1:0", .. postgres is null ? Array.Empty<string>() : ["--postgres", postgres]];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
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
        process.WaitForExit();
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
