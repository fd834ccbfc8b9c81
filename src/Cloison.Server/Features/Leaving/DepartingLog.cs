using Cloison.Contracts;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Cloison.Transparency.Tiles;

namespace Cloison.Server.Features.Leaving;

/// <inheritdoc/>
/// <remarks>The log has keys of its own, in the control database: it can be ended while the customer's are out of reach.</remarks>
internal sealed class DepartingLog(OpenLogs logs, ControlDatabase control) : IDepartingLog
{
    public Task CloseAsync(Compartment compartment) => logs.CloseAsync(compartment);

    public async Task<LastLogHead?> EndAsync(CustomerId customer, Database database, Func<string, byte[], Task> keep, CancellationToken ct)
    {
        var log = await logs.OpenClosedAsync(customer, await CodeNames.OfAsync(control, customer, ct), database);
        try
        {
            if (log.Tree.IsRolledBack)
            {
                // It must not sign again. What it has signed is more than the database holds: the customer gets the last thing that was promised.
                if (log.Tree.Head is not { } promised)
                    return null;
                await keep("checkpoint", promised.Note.ToUtf8());
                return new(promised.Size, promised.Checkpoint.Root.ToString());
            }

            if (!await IsEndedAsync(log, ct))
                await log.AppendAsync(new(LogTypes.Exit, Actor: null, Session: null, Purpose: "leaving"), ct);
            var head = await log.Tree.PublishAsync(ct);
            foreach (var tile in TileAddress.All(head.Size))
                await keep(tile.Path, await database.ReadAsync(db => LogTree.ReadTile(db, tile), ct));
            await keep("checkpoint", head.Note.ToUtf8());
            return new(head.Size, head.Checkpoint.Root.ToString());
        }
        finally
        {
            log.Close();
        }
    }

    /// <summary>Whether a run that was stopped has written the last entry already.</summary>
    private static async Task<bool> IsEndedAsync(AccessLog log, CancellationToken ct)
    {
        var size = await log.Database.ReadAsync(LogTree.Size, ct);
        return size > 0 && EntryEncoding.Read((await log.ReadAsync(size - 1, 1, ct))[0]).Type == LogTypes.Exit;
    }
}
