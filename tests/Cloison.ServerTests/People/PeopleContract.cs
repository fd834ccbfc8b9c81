using Cloison.ServerTests.Databases;
using Cloison.Storage.Databases;

namespace Cloison.ServerTests.People;

/// <summary>What every test of this feature begins with: a node of its own on a database of its own.</summary>
public abstract class PeopleContract(DatabaseUnderTest kind) : IAsyncLifetime
{
    private Database? database;
    private PeopleNode? node;

    internal PeopleNode Node => node!;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        database = await kind.OpenControlAsync();
        node = await PeopleNode.StartAsync(new(database));
    }

    public async ValueTask DisposeAsync()
    {
        if (node is not null)
            await node.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
