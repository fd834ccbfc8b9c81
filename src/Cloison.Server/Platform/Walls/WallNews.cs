namespace Cloison.Server.Platform.Walls;

/// <summary>Carries what the wall has decided into the customers' access logs, within a second.</summary>
internal sealed class WallNews(WallLog log, TimeProvider clock, ILogger<WallNews> output) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await log.PassOnAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // They stay where they are, append-only, and go on with the next round.
                output.LogError(e, "What the wall decided could not be passed on to a customer's access log.");
            }
    }
}
