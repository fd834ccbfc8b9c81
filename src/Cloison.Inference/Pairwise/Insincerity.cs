namespace Cloison.Inference.Pairwise;

/// <summary>What an annotator does who does not mean what he says.</summary>
public enum Insincerity
{
    /// <summary>Names one of the two at random.</summary>
    Guesses,

    /// <summary>Names the worse one, as somebody who has the question the wrong way round.</summary>
    Reverses,
}
