using Cloison.Storage.Compartments;

namespace Cloison.Server.Platform.AccessLogs;

/// <summary>
/// Logs in a customer's compartment what happens at its door, where no compartment is open yet: sessions that begin, members who join or leave.
/// Returns when the entry would survive a power cut; does nothing for a session without a customer.
/// </summary>
/// <exception cref="LogUnavailableException">The log does not take it: what was to be given must not be given.</exception>
internal delegate Task CustomerLog(CustomerId? customer, LogEntry entry);

internal static class CustomerLogs
{
    public static CustomerLog Of(Installation installation, OpenLogs logs) => async (customer, entry) =>
    {
        if (customer is { } id && await installation.FindAsync(id, CancellationToken.None) is { } compartment)
            await (await logs.OfAsync(compartment)).AppendAsync(entry, CancellationToken.None);
    };
}
