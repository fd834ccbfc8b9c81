using System.CommandLine;
using System.CommandLine.Invocation;
using System.Data.Common;
using Cloison.Cli.Commands;
using Cloison.Client;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Cli;

/// <summary>
/// <c>cloison</c>: the server and everything around it. Each command is a file of its own in Commands/. Answers go to standard output,
/// progress and errors to standard error.
/// </summary>
internal static class CommandLine
{
    /// <summary>Exit codes: scripts rely on them.</summary>
    public const int Done = 0, Failed = 1, WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error, CancellationToken ct)
    {
        var parsed = Root().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            await error.WriteLineAsync($"{parsed.Errors[0].Message.ReplaceLineEndings(" ")} (see {Path(parsed.CommandResult.Command)} --help)");
            return WrongUsage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // After Ctrl+C: the server ends its requests, and a transfer its present file.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
        };
        try
        {
            return await parsed.InvokeAsync(invocation, ct);
        }
        catch (CommandException e)
        {
            await error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped.");
            return Failed;
        }
        catch (Exception e) when (IsExpected(e))
        {
            await error.WriteLineAsync(e.Message);
            return Failed;
        }
        catch (Exception e)
        {
            await error.WriteLineAsync($"This is a bug in cloison; please report it:\n{e}");
            return Failed;
        }
    }

    private static RootCommand Root() => new("Cloison: labelled data, with walls that every customer can check.")
    {
        Serve.Command(),
        Demo.Command(),
        CreateKey.Command(),
        Import.Command(),
        Export.Command(),
        Customers.Command(),
        VerifyCertificate.Command(),
        Projects.Command(),
        Tasks.Command(),
        ConvertDataset.Command(),
        Quality.Command(),
        Aggregate.Command(),
        MeasureAgreement.Command(),
        Walls.Command(),
        Custody.Command(),
        Trust.Command(),
        VerifyLog.Command(),
        RunWitness.Command(),
        RunKeyAgent.Command(),
        Doctor.Command(),
    };

    // What the machine, the server and the settings refuse, with a message for people. InvalidOperationException: a setting that makes no sense.
    private static bool IsExpected(Exception e) => e is CloisonException or DataFolderInUseException or KeyCustodyException or SealBrokenException
        or StorageUnavailableException or DbException or IOException or UnauthorizedAccessException or InvalidDataException or InvalidOperationException;

    private static string Path(Command command)
    {
        var parents = command.Parents.OfType<Command>().FirstOrDefault();
        return parents is null ? "cloison" : $"{Path(parents)} {command.Name}";
    }
}
