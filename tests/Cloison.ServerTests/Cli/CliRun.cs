using Cloison.Cli;

namespace Cloison.ServerTests.Cli;

/// <summary>What a run of <c>cloison</c> ended with and printed.</summary>
internal sealed record CliRun(int ExitCode, string Output, string Error)
{
    public static async Task<CliRun> OfAsync(params string[] args)
    {
        var (output, error) = (new Screen(), new Screen());
        var exitCode = await CommandLine.RunAsync(args, output, error, TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
