using Cloison.Domain;

namespace Cloison.Server.Platform.AccessLogs;

internal static class LogProblems
{
    /// <summary>No log, no data.</summary>
    public static readonly Problem Unavailable = new("log.unavailable", 503, "The access log cannot be written now, so nothing is shown. Please try again.");
}
