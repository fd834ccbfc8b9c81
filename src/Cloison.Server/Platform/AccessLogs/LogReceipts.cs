using Cloison.Storage.Compartments;
using Cloison.Storage.Custody;
using Cloison.Storage.Databases;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Merkle;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>"No receipt, no key": writes into a customer's own log that his root is asked for, before the custodian is asked.</summary>
/// <remarks>A log's entries are sealed with keys of its own, so that it can be written while the compartment's are locked.</remarks>
internal sealed class LogReceipts(Installation installation, OpenLogs logs) : IUnwrapReceipts
{
    public Task<UnwrapReceipt> MakeAsync(CustomerId customer, string subject, UnwrapPurpose? why, CancellationToken ct) => WithLogAsync(customer, async log =>
    {
        var index = await log.AppendAsync(new(UnwrapIntent.Type, why?.Person, why?.Session, Project: why?.Project, Object: subject, Purpose: why?.Reason), ct);
        var proof = await ProveAsync(log, index, ct);
        return new UnwrapReceipt(index, (await log.ReadAsync(index, 1, ct))[0], proof);
    }, ct);

    public Task<string> RenewAsync(CustomerId customer, long index, CancellationToken ct) => WithLogAsync(customer, async log =>
    {
        await log.Tree.PublishAsync(ct);
        return await ProveAsync(log, index, ct);
    }, ct);

    public Task<IReadOnlyList<TreeHash>> ConsistencyAsync(CustomerId customer, long oldSize, long newSize, CancellationToken ct) => WithLogAsync(
        customer, log => log.Database.ReadAsync<IReadOnlyList<TreeHash>>(db => TreeMath.Consistency(LogTree.Hashes(db, newSize), oldSize, newSize), ct), ct);

    private static async Task<string> ProveAsync(AccessLog log, long index, CancellationToken ct) =>
        await log.ReceiptAsync(index, ct) ?? throw new LogUnavailableException($"The access log has no entry {index}.");

    private async Task<T> WithLogAsync<T>(CustomerId customer, Func<AccessLog, Task<T>> use, CancellationToken ct)
    {
        try
        {
            return await use(await logs.OfAsync(
                await installation.FindAsync(customer, ct) ?? throw new KeyCustodyException(CustodyFailure.Unreachable, "The compartment is closed.")));
        }
        catch (Exception e) when (e is LogUnavailableException or StorageUnavailableException)
        {
            throw new KeyCustodyException(CustodyFailure.Unreachable, "The access log gives no receipt.", e);
        }
    }
}
