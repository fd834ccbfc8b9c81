using Cloison.Domain;

namespace Cloison.Cli;

/// <summary>Why a command ends, in one sentence for the one who typed it.</summary>
internal sealed class CommandException(string message, int exitCode = CommandLine.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>The command was not understood: nothing was done.</summary>
    public static CommandException Usage(string message) => new(message, CommandLine.WrongUsage);

    public static CommandException Of(Problem problem) => new(problem.Detail is { Length: > 0 } detail ? $"{problem.Title} {detail}" : problem.Title);
}
