namespace Cloison.Domain.Walls;

/// <summary>What a person is to the platform itself. Stored by number: new kinds go to the end.</summary>
public enum Insider
{
    None,
    Operator,
    Support,
    Developer,
    Owner,
    Investor,
    Board,
}

public static class Insiders
{
    /// <summary>R13: those for whom there is no break-glass either, nor a house.</summary>
    public static bool IsOwner(this Insider insider) => insider is Insider.Owner or Insider.Investor or Insider.Board;
}
