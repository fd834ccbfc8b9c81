using Cloison.Storage.Compartments;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>Signs what was appended, twice a second: a checkpoint is never more than a second behind its entries.</summary>
internal sealed class LogPublisher(Installation installation, OpenLogs logs, TimeProvider clock, ILogger<LogPublisher> output) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            foreach (var compartment in installation.Opened)
                try
                {
                    var log = await logs.OfAsync(compartment);
                    if (!log.Tree.IsRolledBack)
                        await log.Tree.PublishAsync(stoppingToken);
                }
                catch (LogUnavailableException e) when (e.InnerException is null)
                {
                    output.LogCritical("The access log of {Customer} is not signed any more: {Reason}", compartment.Customer, e.Message);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // One compartment's broken disk must not keep the others' logs unsigned.
                    output.LogError(e, "Signing the access log of {Customer} failed.", compartment.Customer);
                }
    }
}
