using System.Threading.Channels;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Certificates;

namespace Cloison.Server.Features.Leaving;

/// <summary>Carries out what two administrators have agreed on, in the background, one customer after the other; after a restart it goes on.</summary>
internal sealed class Departures(ControlDatabase control, Shredder shredder, CertificateSigner signer, TimeProvider clock, ILogger<Departures> log) : BackgroundService
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(30);

    private readonly Channel<bool> signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>There is something new: look at once.</summary>
    public void Wake() => signals.Writer.TryWrite(true);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Made now, so that nobody who merely looks at a page changes something.
        await signer.PublicKeyAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var allDone = await RunAllAsync(stoppingToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var signal = signals.Reader.ReadAsync(limit.Token).AsTask();
            await Task.WhenAny(signal, Task.Delay(allDone ? Timeout.InfiniteTimeSpan : TryAgainAfter, clock, limit.Token));
            await limit.CancelAsync();
            stoppingToken.ThrowIfCancellationRequested();
        }
    }

    /// <returns>False when something has to be tried again.</returns>
    private async Task<bool> RunAllAsync(CancellationToken ct)
    {
        var allDone = true;
        try
        {
            foreach (var customer in await control.ReadAsync(Departure.UnderWay, ct))
                allDone &= await RunAsync(customer, ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError("Looking for departures failed: {Type}", e.GetType());
            return false;
        }

        return allDone;
    }

    private async Task<bool> RunAsync(CustomerId customer, CancellationToken ct)
    {
        try
        {
            await shredder.RunAsync(customer, ct);
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // It is noted how far it came; the next try goes on there.
            log.LogError("The departure of {Customer} is held up: {Type}\n{Stack}", customer, e.GetType(), e.StackTrace);
            return false;
        }
    }
}
