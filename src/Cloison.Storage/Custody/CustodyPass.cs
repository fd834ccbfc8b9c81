namespace Cloison.Storage.Custody;

/// <summary>What came of asking for a compartment's content.</summary>
public enum CustodyAnswer
{
    /// <summary>The keys are in memory.</summary>
    Open,

    /// <summary>The owner of the key, or his agent's policy, does not give it.</summary>
    Withheld,

    /// <summary>The custodian does not answer. Not a revocation: try again.</summary>
    Unreachable,
}

/// <summary>
/// One use of a compartment's keys: a request, a job. While it lasts the keys are kept (as far as their custodian lets them), and a rotation
/// destroys no key that it may still need. Dispose it at the end.
/// </summary>
public sealed class CustodyPass : IDisposable
{
    private readonly CompartmentCustody custody;

    internal CustodyPass(CompartmentCustody custody, DateTimeOffset since, bool demands) => (this.custody, Since, Demands) = (custody, since, demands);

    public CustodyAnswer Answer { get; internal set; } = CustodyAnswer.Unreachable;

    internal DateTimeOffset Since { get; }

    /// <summary>The custodian is asked again for its sake before the keys' time is over.</summary>
    internal bool Demands { get; }

    public void Dispose() => custody.Leave(this);
}
