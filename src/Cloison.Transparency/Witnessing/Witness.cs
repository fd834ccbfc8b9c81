using Cloison.Transparency.Merkle;
using Cloison.Transparency.Notes;

namespace Cloison.Transparency.Witnessing;

/// <summary>
/// Cosigns what extends what it saw before, and nothing else: whoever trusts a witness cannot be shown another history of the log. Source: c2sp.org/tlog-witness v1.0.0.
/// </summary>
/// <param name="logs">Keys of the logs that it watches; a log is known by its key's name.</param>
public sealed class Witness(IWitnessMemory memory, IReadOnlyCollection<NoteKey> logs, Cosigner signer)
{
    // Comparing with the last one and keeping the new one are one step: between them a smaller checkpoint could undo a larger one.
    private readonly Lock gate = new();

    public NoteKey Key => signer.Key;

    /// <summary>The logs that it watches.</summary>
    public IReadOnlyCollection<string> Origins { get; } = [.. logs.Select(k => k.Name).Distinct(StringComparer.Ordinal)];

    public WitnessAnswer Answer(string request)
    {
        CosignRequest asked;
        Checkpoint offered;
        try
        {
            asked = CosignRequest.Parse(request);
            offered = Checkpoint.Parse(asked.Checkpoint.Text);
        }
        catch (NoteException e)
        {
            return new WitnessAnswer.Malformed(e.Message);
        }

        var keys = logs.Where(k => k.Name == offered.Origin).ToList();
        if (keys.Count == 0)
            return new WitnessAnswer.UnknownLog();
        try
        {
            Checkpoint.Open(asked.Checkpoint, keys);
        }
        catch (NoteException e)
        {
            return new WitnessAnswer.NotSigned(e.Message);
        }

        if (asked.OldSize > offered.Size)
            return new WitnessAnswer.Malformed("The old size is larger than the checkpoint's.");
        lock (gate)
            return Compare(asked, offered);
    }

    private WitnessAnswer Compare(CosignRequest asked, Checkpoint offered)
    {
        var last = memory.Last(offered.Origin) is { } note ? Checkpoint.Parse(note.Text) : new(offered.Origin, 0, TreeHash.EmptyRoot);
        if (asked.OldSize != last.Size)
            return new WitnessAnswer.OtherSize(last.Size);
        if (!ProofCheck.Extends(last.Root, last.Size, offered.Root, offered.Size, asked.Proof))
            return new WitnessAnswer.Inconsistent("The checkpoint does not extend the last one that was cosigned.");
        var signature = signer.Sign(asked.Checkpoint.Text);
        // Kept before it is given away. Only the log's signatures and ours: others' say nothing that this witness has checked.
        memory.Keep(offered.Origin, asked.Checkpoint with { Signatures = [.. asked.Checkpoint.Signatures.Where(s => logs.Any(k => k.Name == s.Name && k.Id == s.KeyId)), signature] });
        return new WitnessAnswer.Cosigned(signature);
    }
}
