using Cloison.Storage.Blobs;
using Cloison.Storage.Custody;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Compartments;

/// <summary>One customer's sealed place: own database, own keys, own blobs. The database is the wall: no table has a customer column.</summary>
public sealed class Compartment
{
    internal Compartment(CustomerId customer, string codeName, Database database, KeyRing keys, BlobStore blobs, CompartmentCustody custody) =>
        (Customer, CodeName, Database, Keys, Blobs, Custody) = (customer, codeName, database, keys, blobs, custody);

    public CustomerId Customer { get; }

    /// <summary>What the customer is called where its name must not be read: two random words.</summary>
    public string CodeName { get; }

    public Database Database { get; }

    public KeyRing Keys { get; }

    public BlobStore Blobs { get; }

    /// <summary>Whether the keys may be used now.</summary>
    public CompartmentCustody Custody { get; }

    /// <summary>Seals and opens one project's content.</summary>
    public Sealer Sealer(ProjectId project) => Keys.For(project);

    /// <summary>Gives a new project its data key; stored before it is used.</summary>
    public Task AddProjectKeyAsync(ProjectId project, CancellationToken ct) =>
        Custody.ChangeKeysAsync(plan => [plan.NewProject(project)], alongside: null, ct);

    // Not IAsyncDisposable: a request's service scope would close it behind everybody's back. The installation closes it.
    internal async ValueTask CloseAsync()
    {
        await Database.DisposeAsync();
        Keys.Dispose();
        Custody.Dispose();
    }
}
