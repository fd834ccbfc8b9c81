namespace Cloison.ServerTests.Work;

/// <summary>What every contract of the hot loop needs: a compartment of its own for each test.</summary>
public abstract class WorkContract(PlaceUnderTest place) : IAsyncLifetime
{
    internal Desk Desk { get; private set; } = null!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected PlaceUnderTest Place => place;

    public async ValueTask InitializeAsync() => Desk = await place.NewDeskAsync();

    /// <summary>Whatever a test did: the running totals must be right at its end.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Desk is { Project.IsEmpty: false })
            await Desk.AuditAsync(overlapMayBeExceeded: true);
    }
}
