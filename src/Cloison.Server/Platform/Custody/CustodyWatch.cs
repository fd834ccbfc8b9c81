using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;

namespace Cloison.Server.Platform.Custody;

/// <summary>Four times a second: drops keys whose time is over, and takes over what other nodes have changed. A revocation counts everywhere within a second.</summary>
internal sealed class CustodyWatch(Installation installation, TimeProvider clock, ILogger<CustodyWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    /// <summary>One look.</summary>
    public async Task LookAsync(CancellationToken ct)
    {
        var opened = installation.Opened.ToList();
        foreach (var compartment in opened)
            compartment.Custody.Tick();
        if (opened.Count == 0)
            return;
        var versions = (await installation.Control.ReadAsync(CustodyRow.Versions, ct)).ToDictionary(v => v.Customer, v => v.Version);
        foreach (var compartment in opened)
            if (versions.TryGetValue(compartment.Customer, out var version) && version != compartment.Custody.Row.Version)
                await compartment.Custody.ReloadAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The keys that are here go on by their own time; the next look may succeed.
                log.LogError("Looking after keys failed: {Type}", e.GetType());
            }
    }
}
