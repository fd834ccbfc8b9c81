using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cloison.Storage.AccessLogs;
using Cloison.Storage.Blobs;
using Cloison.Storage.Custody;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Signatures;

namespace Cloison.Storage.Compartments;

/// <param name="DataFolder">Databases (with SQLite), sealed blobs and the root key. One server process at a time.</param>
/// <param name="Postgres">A connection string whose role may create databases and roles; null = SQLite files.</param>
/// <param name="RootKeyVariable">The environment variable that holds the root key; null: the file <c>root.key</c> in the data folder.</param>
/// <param name="Reach">Where customers' own custodians may be.</param>
public sealed record InstallationOptions(string DataFolder, string? Postgres = null, string? RootKeyVariable = null, CustodianReach? Reach = null);

/// <summary>One running Cloison: the control database and the compartments, opened when first needed.</summary>
public sealed class Installation : IAsyncDisposable
{
    private readonly ConcurrentDictionary<CustomerId, Lazy<Task<Compartment>>> compartments = new();
    private readonly ConcurrentDictionary<CustomerId, bool> closed = new();
    private readonly InstallationOptions options;
    private readonly Placement placement;
    private readonly IKeyCustodian custodian;
    private readonly TimeProvider clock;
    private readonly FileStream? folderLock;

    private Installation(
        InstallationOptions options, Placement placement, IKeyCustodian custodian, TimeProvider clock, FileStream? folderLock, Database control, KeyRing controlKeys,
        Custodians custodians)
    {
        (this.options, this.placement, this.custodian, this.clock, this.folderLock) = (options, placement, custodian, clock, folderLock);
        (Control, ControlKeys, Custodians) = (control, controlKeys, custodians);
    }

    /// <summary>People, credentials, customers. No content.</summary>
    public Database Control { get; }

    /// <summary>Seals the control database's few secrets, such as customers' names.</summary>
    public KeyRing ControlKeys { get; }

    /// <summary>Who holds the keys above the compartments' roots.</summary>
    public Custodians Custodians { get; }

    public string DataFolder => options.DataFolder;

    /// <summary>The compartments that somebody has used since the start.</summary>
    public IEnumerable<Compartment> Opened =>
        compartments.Values.Where(c => c is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }).Select(c => c.Value.Result);

    /// <exception cref="DataFolderInUseException">Another process holds the folder.</exception>
    /// <exception cref="KeyCustodyException">The root key is missing though there is data, or is not fit.</exception>
    public static async Task<Installation> OpenAsync(InstallationOptions options, TimeProvider clock, CancellationToken ct)
    {
        Directory.CreateDirectory(options.DataFolder);
        var folderLock = Lock(options.DataFolder);
        Database? control = null;
        try
        {
            Placement placement = options.Postgres is { } postgres ? new PostgresPlacement(postgres) : new SqlitePlacement(options.DataFolder);
            control = await Database.OpenAsync(placement.Control(), MigrationSet.Control, clock, ct);
            var stored = await control.ReadAsync(db => KeyRingTable.Read(db, CompartmentName.Control), ct);
            var custodian = OpenCustodian(options, isNew: stored.Count == 0);
            var keys = stored.Count > 0
                ? await KeyRing.UnlockAsync(CompartmentName.Control, stored, custodian, clock, ct)
                : await CreateKeysAsync(control, CompartmentName.Control, custodian, clock, ct);
            var custodians = new Custodians(custodian, await ServerKeyAsync(control, keys, ct), options.Reach ?? new(), clock);
            return new(options, placement, custodian, clock, folderLock, control, keys, custodians);
        }
        catch
        {
            if (control is not null)
                await control.DisposeAsync();
            await folderLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes the compartment of a customer whose row is there already: keys, database, and where it lies.</summary>
    public async Task CreateCompartmentAsync(CustomerId customer, CancellationToken ct)
    {
        var place = await placement.CreateAsync(customer, ct);
        if (place is not null)
        {
            var sealedPlace = ControlKeys.ForCompartment().SealText(PlacementContext(customer), place);
            await Control.WriteAsync(db => db.Execute("UPDATE customers SET placement = @place WHERE id = @id", ("@place", sealedPlace), ("@id", customer.Text)), ct);
        }

        using var keys = await CreateKeysAsync(Control, CompartmentName.Of(customer), custodian, clock, ct);
        await using var database = await Database.OpenAsync(placement.Compartment(customer, place), MigrationSet.Compartment, clock, ct);
    }

    /// <summary>The compartment of a customer, opened at first use; null when there is no such customer, or it has left.</summary>
    public async Task<Compartment?> FindAsync(CustomerId customer, CancellationToken ct)
    {
        if (closed.ContainsKey(customer))
            return null;
        if (compartments.TryGetValue(customer, out var known) && known is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            return await known.Value;
        var (exists, sealedPlace, codeName) = await Control.ReadAsync(
            db => db.First(
                "SELECT placement, COALESCE(code_name, id) FROM customers WHERE id = @id AND state <> 2", row => (true, row.BytesOrNull(0), row.GetString(1)), ("@id", customer.Text)), ct);
        if (!exists)
            return null;
        var opening = compartments.GetOrAdd(customer, id => new(() => OpenAsync(id, sealedPlace, codeName)));
        try
        {
            // Not cancelled with the request: others wait for the same compartment.
            var compartment = await opening.Value.WaitAsync(ct);
            if (!closed.ContainsKey(customer))
                return compartment;
            // It was closed while it was being opened.
            if (compartments.TryRemove(new(customer, opening)))
                await compartment.CloseAsync();
            return null;
        }
        catch when (opening is { IsValueCreated: true, Value.IsFaulted: true })
        {
            compartments.TryRemove(new(customer, opening));
            throw;
        }
    }

    /// <summary>What certificates call the kind of database.</summary>
    public string DatabaseKind => placement.Kind;

    /// <summary>Takes a compartment out of use for good: nobody finds it any more, and its keys leave the memory.</summary>
    /// <param name="between">Stops what still works in it, after nobody new can come in and before it is closed.</param>
    public async Task CloseCompartmentAsync(CustomerId customer, Func<Task> between)
    {
        closed[customer] = true;
        var isOpen = compartments.TryRemove(customer, out var opened);
        await between();
        if (!isOpen || !opened!.IsValueCreated)
            return;
        await Task.WhenAny(opened.Value);
        if (opened.Value.IsCompletedSuccessfully)
            await (await opened.Value).CloseAsync();
    }

    /// <summary>The keys of a customer, wrapped, as they are stored; asks no custodian.</summary>
    public Task<List<WrappedKey>> KeysOfAsync(CustomerId customer, CancellationToken ct) => Control.ReadAsync(db => KeyRingTable.Read(db, CompartmentName.Of(customer)), ct);

    /// <summary>Opens the database of a closed compartment for a moment, for what is clear in it: ids, states, counts. Needs no key. Default when there is none.</summary>
    public async Task<T?> UseClosedAsync<T>(CustomerId customer, Func<Database, Task<T>> use, CancellationToken ct)
    {
        if (await placement.SizeAsync(customer, ct) is null)
            return default;
        await using var database = await Database.OpenAsync(placement.Compartment(customer, await PlaceAsync(customer, ct)), MigrationSet.Compartment, clock, ct);
        return await use(database);
    }

    /// <summary>Sealed files of a closed compartment, their bytes, and the bytes of its database.</summary>
    public async Task<(long Files, long FileBytes, long DatabaseBytes)> MeasureClosedAsync(CustomerId customer, CancellationToken ct)
    {
        var blobs = new DirectoryInfo(Path.Combine(FolderOf(customer), "blobs"));
        long files = 0, bytes = 0;
        foreach (var file in blobs.Exists ? blobs.EnumerateFiles("*", SearchOption.AllDirectories) : [])
            (files, bytes) = (files + 1, bytes + file.Length);
        return (files, bytes, await placement.SizeAsync(customer, ct) ?? 0);
    }

    /// <summary>
    /// Destroys the keys of a closed compartment and of its access log where they are stored: overwritten, erased, and out of the control database's own log and dead rows. Asks no custodian,
    /// so that a customer whose key is withheld can leave too. May be done again.
    /// </summary>
    public async Task DestroyKeysAsync(CustomerId customer, CancellationToken ct)
    {
        var name = CompartmentName.Of(customer);
        await Control.WriteAsync(db => KeyRingTable.Overwrite(db, name), ct);
        await Control.WriteAsync(db => KeyRingTable.Erase(db, name), ct);
        await Control.ForgetEarlierRowsAsync("key_ring", ct);
        await LogKeys.DestroyAsync(Control, name, ct);
    }

    /// <summary>Removes the database of a closed compartment, its role and its password. May be done again.</summary>
    public async Task DropDatabaseAsync(CustomerId customer, CancellationToken ct)
    {
        await placement.DropAsync(customer, ct);
        await Control.WriteAsync(db => db.Execute("UPDATE customers SET placement = NULL WHERE id = @id", ("@id", customer.Text)), ct);
        await Control.ForgetEarlierRowsAsync("customers", ct);
    }

    /// <summary>Removes the folder of a closed compartment with all its files. May be done again.</summary>
    public void DeleteFiles(CustomerId customer)
    {
        var folder = FolderOf(customer);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        if (Directory.Exists(Path.GetDirectoryName(folder)))
            DurableFolder.Flush(Path.GetDirectoryName(folder)!);
    }

    private string FolderOf(CustomerId customer) => Path.Combine(options.DataFolder, "compartments", customer.Text);

    private async Task<string?> PlaceAsync(CustomerId customer, CancellationToken ct)
    {
        var sealedPlace = await Control.ReadAsync(db => db.First("SELECT placement FROM customers WHERE id = @id", row => row.BytesOrNull(0), ("@id", customer.Text)), ct);
        return sealedPlace is null ? null : ControlKeys.ForCompartment().OpenText(PlacementContext(customer), sealedPlace);
    }

    private static SealContext PlacementContext(CustomerId customer) => new("customers", "placement", customer.Text);

    public async ValueTask DisposeAsync()
    {
        foreach (var compartment in Opened)
            await compartment.CloseAsync();
        await Control.DisposeAsync();
        ControlKeys.Dispose();
        Custodians.Dispose();
        if (folderLock is not null)
            await folderLock.DisposeAsync();
    }

    private async Task<Compartment> OpenAsync(CustomerId customer, byte[]? sealedPlace, string codeName)
    {
        var name = CompartmentName.Of(customer);
        var place = sealedPlace is null ? null : ControlKeys.ForCompartment().OpenText(PlacementContext(customer), sealedPlace);
        var sealer = ControlKeys.ForCompartment();
        var (rows, stored) = await Control.ReadAsync(db => (KeyRingTable.Read(db, name), CustodyRow.Read(db, customer, sealer)), CancellationToken.None);
        // Locked: whether its custodian gives the root is asked when somebody needs content, and holds up nobody here.
        var keys = KeyRing.Locked(name, rows, clock);
        try
        {
            var custody = new CompartmentCustody(customer, keys, stored ?? CustodyRow.Default(clock.GetUtcNow()), Control, sealer, Custodians, clock);
            await custody.OpenLocalAsync(CancellationToken.None);
            var database = await Database.OpenAsync(placement.Compartment(customer, place), MigrationSet.Compartment, clock, CancellationToken.None);
            var folder = Path.Combine(FolderOf(customer), "blobs");
            return new(customer, codeName, database, keys, new BlobStore(folder, keys, clock), custody);
        }
        catch
        {
            keys.Dispose();
            throw;
        }
    }

    /// <summary>The key that key agents know this installation by; made at the first start.</summary>
    private static async Task<Ed25519Key> ServerKeyAsync(Database control, KeyRing keys, CancellationToken ct)
    {
        const string name = "custody.server_key";
        var (sealer, place) = (keys.ForCompartment(), new SealContext("settings", "value", name));
        var fresh = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
        var sealedFresh = sealer.Seal(place, fresh);
        CryptographicOperations.ZeroMemory(fresh);
        var kept = await control.WriteAsync(
            db =>
            {
                db.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", ("@name", name), ("@value", sealedFresh));
                return db.First("SELECT value FROM settings WHERE name = @name", row => row.Bytes(0), ("@name", name))!;
            },
            ct);
        var seed = sealer.Open(place, kept);
        var key = Ed25519Key.FromSeed(seed);
        CryptographicOperations.ZeroMemory(seed);
        return key;
    }

    private static async Task<KeyRing> CreateKeysAsync(Database control, CompartmentName name, IKeyCustodian custodian, TimeProvider clock, CancellationToken ct)
    {
        var keys = await KeyRing.CreateAsync(name, custodian, clock, ct);
        await control.WriteAsync(db => KeyRingTable.Write(db, name, keys.Keys, asNew: true), ct);
        return keys;
    }

    private static IKeyCustodian OpenCustodian(InstallationOptions options, bool isNew)
    {
        if (options.RootKeyVariable is { } variable)
            return EnvironmentKeyCustodian.Open(variable);
        var path = Path.Combine(options.DataFolder, "root.key");
        // A missing key beside existing data must never be replaced by a new one: it would lock the data for ever.
        if (isNew && !File.Exists(path))
            return FileKeyCustodian.Create(path);
        return FileKeyCustodian.Open(path);
    }

    private static FileStream Lock(string dataFolder)
    {
        var path = Path.Combine(dataFolder, "lock");
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new DataFolderInUseException($"Another Cloison process uses the data folder {dataFolder}. Two would overwrite each other's work; stop the other one first.", e);
        }
    }
}

/// <summary>Another process holds the data folder.</summary>
public sealed class DataFolderInUseException(string message, Exception inner) : Exception(message, inner);
