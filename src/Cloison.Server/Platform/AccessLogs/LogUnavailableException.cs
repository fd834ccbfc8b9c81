using System.Data.Common;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>The access log takes no entry, so that nothing may be served.</summary>
internal sealed class LogUnavailableException : Exception
{
    public LogUnavailableException(string message) : base(message)
    {
    }

    public LogUnavailableException(DbException inner) : base("The access log refused an entry.", inner)
    {
    }
}
