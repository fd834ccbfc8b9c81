using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Platform.Custody;

/// <summary>Writes what is done to keys into the customer's access log, which is sealed with keys of its own and so goes on while they are away.</summary>
internal sealed class LoggedKeyEvents(OpenLogs logs) : IKeyEventLog
{
    public async Task AppendAsync(Compartment compartment, KeyEvent what, CancellationToken ct) =>
        await (await logs.OfAsync(compartment)).AppendAsync(
            what.Caller is { } caller ? LogEntry.By(caller, what.Type, what.Project, what.Object) : new(what.Type, null, null, Project: what.Project, Object: what.Object), ct);
}
