using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.ServerTests.Databases;
using Cloison.ServerTests.People;
using Cloison.Storage.Compartments;

namespace Cloison.ServerTests.Work;

/// <summary>An installation on one kind of database; each test takes a compartment of its own.</summary>
public abstract class PlaceUnderTest : IAsyncDisposable
{
    // On a RAM disk where there is one: what these tests are after is order, not the disk.
    private readonly DirectoryInfo folder = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"cloison-work-{Guid.NewGuid():n}"));

    private readonly List<OpenLogs> opened = [];
    private Installation? installation;

    internal string DataFolder => folder.FullName;

    /// <summary>Once a desk has been made.</summary>
    internal Installation Installation => installation!;

    /// <summary>How many seeds of the simulation are affordable here.</summary>
    public abstract int Seeds { get; }

    internal async Task<Desk> NewDeskAsync()
    {
        var ct = TestContext.Current.CancellationToken;
        installation ??= await Installation.OpenAsync(new(folder.FullName, await PostgresAsync(ct)), TimeProvider.System, ct);
        var customer = CustomerId.New(TimeProvider.System.GetUtcNow());
        await installation.Control.WriteAsync(
            db => db.Execute("INSERT INTO customers (id, name, state, created_at) VALUES (@id, @name, 0, 0)", ("@id", customer.Text), ("@name", Array.Empty<byte>())), ct);
        await installation.CreateCompartmentAsync(customer, ct);
        var (compartment, clock) = ((await installation.FindAsync(customer, ct))!, new TestClock());
        return new(installation, compartment, await OpenLogAsync(compartment, clock), clock);
    }

    /// <summary>The compartment's access log, opened anew, as after a restart.</summary>
    internal Task<AccessLog> OpenLogAsync(Compartment compartment, TestClock clock)
    {
        var logs = new OpenLogs(installation!, new AccessSettings(null, false), clock);
        opened.Add(logs);
        return logs.OfAsync(compartment);
    }

    public async ValueTask DisposeAsync()
    {
        opened.ForEach(logs => logs.Dispose());
        if (installation is not null)
            await installation.DisposeAsync();
        folder.Delete(recursive: true);
    }

    protected abstract Task<string?> PostgresAsync(CancellationToken ct);
}

public sealed class SqlitePlace : PlaceUnderTest
{
    public override int Seeds => 200;

    protected override Task<string?> PostgresAsync(CancellationToken ct) => Task.FromResult<string?>(null);
}

public sealed class PostgresPlace(PostgresCluster cluster) : PlaceUnderTest
{
    public override int Seeds => 20;

    protected override async Task<string?> PostgresAsync(CancellationToken ct) => await cluster.NewDatabaseAsync(ct);
}
