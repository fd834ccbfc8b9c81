namespace Cloison.Domain.Walls;

/// <summary>May he, and which rule says no. The rule is for the log: the caller learns nothing but the refusal.</summary>
/// <param name="Refusing">The first rule that fails; null: admitted.</param>
/// <param name="Other">The customer on the other side, where the rule is about one.</param>
/// <param name="Exposes">The exposure must be recorded before anything is read.</param>
public sealed record WallDecision(WallRule? Refusing, CustomerId? Other, bool Exposes)
{
    public bool IsAdmitted => Refusing is null;

    /// <summary>Such as <c>R4</c>; <c>clock</c> for the one that has no number; null when admitted.</summary>
    public string? Rule => Refusing switch
    {
        null => null,
        WallRule.Clock => "clock",
        { } rule => $"R{(int)rule}",
    };
}
