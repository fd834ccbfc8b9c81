using Cloison.Domain;

namespace Cloison.Client;

/// <summary>The server refused a call, or could not be reached.</summary>
public sealed class CloisonException(Problem problem, Exception? inner = null) : Exception(Sentence(problem), inner)
{
    /// <summary>The code of a failure in which no reply came: nobody knows whether the call counted.</summary>
    public const string ConnectionLost = "connection.lost";

    /// <summary>What went wrong: a stable code for programs, sentences for people, and where the input is wrong.</summary>
    public Problem Problem { get; } = problem;

    /// <summary>Stable and dotted, such as <c>task.lease_lost</c>.</summary>
    public string Code => Problem.Code;

    /// <summary>The HTTP status; 0 when there was no reply.</summary>
    public int Status => Problem.Status;

    internal static CloisonException Lost(Uri? address, Exception inner) => new(
        new(ConnectionLost, 0, $"The server {address?.GetLeftPart(UriPartial.Authority)} cannot be reached.", inner.Message), inner);

    private static string Sentence(Problem problem) => problem.Detail is { Length: > 0 } detail ? $"{problem.Title} {detail}" : problem.Title;
}
