using Cloison.Contracts;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Features.People;

/// <param name="Log">Null: the log cannot be opened.</param>
internal sealed record CompartmentHealth(CustodyState Custody, LogState? Log, DateTimeOffset? HeadSignedAt)
{
    /// <summary>Of the compartments that this process has open. No custodian is asked and no compartment is opened for it: looking at the list leaves no trace at a customer's.</summary>
    public static async Task<IReadOnlyDictionary<CustomerId, CompartmentHealth>> ReadAsync(Installation installation, OpenLogs logs)
    {
        var found = new Dictionary<CustomerId, CompartmentHealth>();
        foreach (var compartment in installation.Opened)
        {
            var standing = compartment.Custody.Standing;
            var custody = standing.IsRevoked ? CustodyState.Revoked : standing.IsReachable ? CustodyState.Available : CustodyState.Unreachable;
            try
            {
                var log = await logs.OfAsync(compartment);
                found[compartment.Customer] = new(custody, log.State, log.Tree.Head?.SignedAt);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // One customer's trouble is what the list is for.
                found[compartment.Customer] = new(custody, Log: null, HeadSignedAt: null);
            }
        }

        return found;
    }
}

/// <inheritdoc cref="CompartmentHealth.ReadAsync"/>
internal delegate Task<IReadOnlyDictionary<CustomerId, CompartmentHealth>> CompartmentHealthReader(CancellationToken ct);
