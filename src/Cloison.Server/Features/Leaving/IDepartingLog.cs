using Cloison.Contracts;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;

namespace Cloison.Server.Features.Leaving;

/// <summary>
/// The end of a customer's access log. What others may see of it outlives the customer: hashes and the last checkpoint, so that whoever has kept the entries can still
/// prove them.
/// </summary>
internal interface IDepartingLog
{
    /// <summary>Nobody works in the compartment any more: the log's keys leave the memory.</summary>
    Task CloseAsync(Compartment compartment);

    /// <summary>Ends the log: its last entry, its last checkpoint. May be called again.</summary>
    /// <param name="database">The closed compartment's, for this alone. The compartment's keys may be out of reach.</param>
    /// <param name="keep">Keeps a public file by its path of c2sp.org/tlog-tiles: <c>checkpoint</c>, <c>tile/0/000</c>; no entries.</param>
    Task<LastLogHead?> EndAsync(CustomerId customer, Database database, Func<string, byte[], Task> keep, CancellationToken ct);
}
