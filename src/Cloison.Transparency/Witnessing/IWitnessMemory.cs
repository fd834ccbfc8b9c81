using Cloison.Transparency.Notes;

namespace Cloison.Transparency.Witnessing;

/// <summary>The last checkpoint of each log that a witness cosigned.</summary>
public interface IWitnessMemory
{
    /// <summary>Null when none of this log was ever cosigned.</summary>
    SignedNote? Last(string origin);

    /// <summary>Returns when it would survive a power cut.</summary>
    void Keep(string origin, SignedNote cosigned);
}
