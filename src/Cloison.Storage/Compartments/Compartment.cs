using Cloison.Storage.Blobs;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Compartments;

/// <summary>One customer's sealed place: own database, own keys, own blobs. The database is the wall: no table has a customer column.</summary>
public sealed class Compartment
{
    private readonly Database control;

    internal Compartment(CustomerId customer, Database database, KeyRing keys, BlobStore blobs, Database control)
    {
        (Customer, Database, Keys, Blobs) = (customer, database, keys, blobs);
        this.control = control;
    }

    public CustomerId Customer { get; }

    public Database Database { get; }

    public KeyRing Keys { get; }

    public BlobStore Blobs { get; }

    /// <summary>Seals and opens one project's content.</summary>
    public Sealer Sealer(ProjectId project) => Keys.For(project);

    /// <summary>Gives a new project its data key; stored before it is used.</summary>
    public async Task AddProjectKeyAsync(ProjectId project, CancellationToken ct)
    {
        var key = Keys.Plan.NewProject(project);
        await control.WriteAsync(session => KeyRingTable.Write(session, Keys.Compartment, [key], asNew: true), ct);
        Keys.Apply([key]);
    }

    // Not IAsyncDisposable: a request's service scope would close it behind everybody's back. The installation closes it.
    internal async ValueTask CloseAsync()
    {
        await Database.DisposeAsync();
        Keys.Dispose();
    }
}
