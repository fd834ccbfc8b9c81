using System.Runtime.CompilerServices;
using Cloison.Domain.Ids;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;

namespace Cloison.Storage.Doctor;

/// <summary>
/// Examines a data folder with SQLite databases, step by step, as far as it goes: what cannot be opened is a finding, not the end. Changes nothing
/// but the lock that keeps a server from starting meanwhile.
/// </summary>
public static class Examination
{
    /// <param name="deep">Also reads every blob from beginning to end.</param>
    public static async IAsyncEnumerable<Finding> RunAsync(string dataFolder, bool deep, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        if (!File.Exists(Path.Combine(dataFolder, "control.db")))
        {
            yield return Finding.Problem(dataFolder, "data folder", "There is no control.db: no Cloison data, or its databases are on PostgreSQL, which is not examined here.");
            yield break;
        }

        var (folderLock, held) = FolderChecks.Lock(dataFolder);
        await using var _ = folderLock;
        yield return held;
        if (folderLock is null)
            yield break;
        yield return FolderChecks.Room(dataFolder);

        var (custodian, rootKey) = FolderChecks.RootKey(dataFolder);
        using var keys = custodian;
        yield return rootKey;

        var databases = DatabaseChecks.Run(Path.Combine(dataFolder, "control.db"), "control.db", MigrationSet.Control).ToList();
        foreach (var finding in databases)
            yield return finding;
        if (custodian is null || databases.Exists(f => f.Level == FindingLevel.Problem))
        {
            yield return Finding.Problem(dataFolder, "compartments", "Not examined: that needs the root key and the control database.");
            yield break;
        }

        await foreach (var finding in CompartmentsAsync(dataFolder, custodian, deep, clock, ct))
            yield return finding;
    }

    private static async IAsyncEnumerable<Finding> CompartmentsAsync(
        string dataFolder, FileKeyCustodian custodian, bool deep, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        using var control = new Session(new SqliteDialect(Path.Combine(dataFolder, "control.db")).OpenReader());
        var (controlKeys, opened) = await KeyChecks.OpenAsync(control, CompartmentName.Control, custodian, clock, ct);
        controlKeys?.Dispose();
        yield return opened;

        const int beingMade = 1, left = 2;
        var customers = control.List("SELECT id, state FROM customers ORDER BY id", row => (Id: row.Id<CustomerKind>(0), State: row.Int(1)));
        foreach (var (customer, state) in customers)
            if (state == left)
                yield return DepartureCheck.Run(dataFolder, customer, control);
            else if (state == beingMade)
                yield return Finding.Note(customer.Text, "compartment", "Its making was interrupted; nobody sees it, and it holds nothing.");
            else
                await foreach (var finding in CompartmentAsync(dataFolder, customer, control, custodian, deep, clock, ct))
                    yield return finding;

        foreach (var stray in StrayFolders(dataFolder, [.. customers.Select(c => c.Id.Text)]))
            yield return stray;
    }

    private static async IAsyncEnumerable<Finding> CompartmentAsync(
        string dataFolder, CustomerId customer, Session control, FileKeyCustodian custodian, bool deep, TimeProvider clock, [EnumeratorCancellation] CancellationToken ct)
    {
        var folder = Path.Combine(dataFolder, "compartments", customer.Text);
        var path = Path.Combine(folder, "compartment.db");
        if (!File.Exists(path))
        {
            yield return Finding.Problem(customer.Text, "compartment.db", "The database is missing: restore it from a backup.");
            yield break;
        }

        var isSound = true;
        foreach (var finding in DatabaseChecks.Run(path, $"{customer}/compartment.db", MigrationSet.Compartment))
        {
            isSound &= finding.Level != FindingLevel.Problem;
            yield return finding;
        }

        var (keys, opened) = await KeyChecks.OpenAsync(control, CompartmentName.Of(customer), custodian, clock, ct);
        using var ring = keys;
        yield return opened;
        if (!isSound || keys is null)
            yield break;

        using var db = new Session(new SqliteDialect(path).OpenReader());
        foreach (var finding in CounterChecks.Run(db, customer.Text))
            yield return finding;
        await foreach (var finding in BlobChecks.RunAsync(db, new(Path.Combine(folder, "blobs"), keys, clock), Path.Combine(folder, "blobs"), customer.Text, deep, ct))
            yield return finding;
    }

    private static IEnumerable<Finding> StrayFolders(string dataFolder, HashSet<string> known)
    {
        var folder = Path.Combine(dataFolder, "compartments");
        return Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(Path.GetFileName).OfType<string>().Where(name => !known.Contains(name))
                .Select(name => Finding.Note(name, "compartment", "A folder of no customer: left over from an interrupted making, or put there by hand."))
            : [];
    }
}
