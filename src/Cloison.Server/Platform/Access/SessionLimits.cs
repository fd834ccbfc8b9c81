namespace Cloison.Server.Platform.Access;

/// <summary>How long sessions live and how fresh what we know of them is.</summary>
internal static class SessionLimits
{
    /// <summary>Without a request for this long, a session is over: a working day's breaks fit in.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>However busy, a session is over after this.</summary>
    public static readonly TimeSpan Absolute = TimeSpan.FromDays(30);

    /// <summary>"Last seen" is written no more often than this: otherwise every read would be a write.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    /// <summary>What another server node revoked counts here after at most this.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);
}
