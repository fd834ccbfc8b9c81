using System.Net;
using System.Security.Cryptography;

namespace Cloison.Client;

/// <summary>When to try again, and after which pause.</summary>
internal static class Retry
{
    public const int MaxAttempts = 6;

    private const int FirstPauseMs = 250;

    /// <summary>No caller should look dead for longer, whatever the server asks for.</summary>
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(60);

    public static bool IsWorthwhile(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
        // A proxy's words for a server that is just starting again.
        or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;

    /// <summary>What the server asks for; otherwise doubling from a quarter of a second, with up to as much again by chance, so that many clients do not come back at once.</summary>
    /// <param name="attempt">The one that failed, from 1.</param>
    public static TimeSpan PauseAfter(int attempt, HttpResponseMessage? response, TimeProvider clock)
    {
        var asked = response?.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => TimeSpan.Zero,
        };
        var milliseconds = FirstPauseMs << Math.Min(attempt - 1, 8);
        var own = TimeSpan.FromMilliseconds(milliseconds + RandomNumberGenerator.GetInt32(milliseconds));
        var pause = asked > own ? asked : own;
        return pause < MaxPause ? pause : MaxPause;
    }
}
