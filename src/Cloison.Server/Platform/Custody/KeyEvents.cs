using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Platform.Custody;

/// <summary>Something that was done to a customer's keys, for the access log.</summary>
/// <param name="Type">key.revoke, key.restore, key.rotate, key.destroy or policy (another custodian).</param>
/// <param name="Caller">Null: the customer's agent, or a job.</param>
/// <param name="Object">Key numbers or a kind of custodian; never content.</param>
internal sealed record KeyEvent(string Type, Caller? Caller, ProjectId? Project = null, string? Object = null);

/// <summary>Where key events are written down. The access log implements it; without one there is nobody to tell.</summary>
internal interface IKeyEventLog
{
    Task AppendAsync(Compartment compartment, KeyEvent what, CancellationToken ct);
}

/// <summary>Tells whoever wants to know.</summary>
internal sealed class KeyEvents(IEnumerable<IKeyEventLog> logs)
{
    public async Task AppendAsync(Compartment compartment, KeyEvent what, CancellationToken ct)
    {
        foreach (var log in logs)
            await log.AppendAsync(compartment, what, ct);
    }
}
