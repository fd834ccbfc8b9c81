namespace Cloison.Domain.Walls;

/// <summary>
/// The rules of the wall by their numbers (docs/operations/walls.md). Those that decide nothing by themselves are missing: R10 and R11 say
/// that nobody and no group is exempt, R17 that every refusal looks alike, R18 and R20 what is kept, R19 what things are called.
/// </summary>
public enum WallRule
{
    /// <summary>R1: a session is bound to one compartment for life.</summary>
    Bind = 1,

    /// <summary>R2: who has no role there has no business there.</summary>
    Grant = 2,

    /// <summary>R3: who runs the installation sees no content, except his own house's.</summary>
    Insider = 3,

    /// <summary>R4: nobody serves two rivals: an interest or a role with a rival closes the door.</summary>
    Wall = 4,

    /// <summary>R5: an exposure that cannot be recorded does not happen.</summary>
    Reserve = 5,

    /// <summary>R6: the compartment's key must be at hand.</summary>
    Key = 6,

    /// <summary>R7: an access that cannot be logged does not happen.</summary>
    Log = 7,

    /// <summary>R8: no request carries another compartment's content, and nobody judges his own work.</summary>
    Write = 8,

    /// <summary>R9: data leaves for the platform only through a declared sanitiser, and only of enough people at once.</summary>
    Outflow = 9,

    /// <summary>R12: break-glass, and every condition on it.</summary>
    BreakGlass = 12,

    /// <summary>R13: owners, investors and board members see no content, glass or not.</summary>
    Owner = 13,

    /// <summary>R14: a machine is bound to one compartment.</summary>
    Machine = 14,

    /// <summary>R15: who has seen a rival's content waits until the cooling-off is over.</summary>
    Cooling = 15,

    /// <summary>R16: who turns out to have seen two rivals keeps neither.</summary>
    LateEdge = 16,

    /// <summary>A clock that has leapt forward opens no new door until an operator has confirmed it (the clock of section 3.1).</summary>
    Clock = 21,
}

/// <summary>
/// The rules in force. The product knows only <see cref="All"/>; tests switch single rules off, to see that a property notices.
/// </summary>
/// <param name="Off">Bits by rule number.</param>
public sealed record WallRules(int Off)
{
    /// <summary>Certificates say it. It goes up with every change of what the rules let through.</summary>
    public const int Version = 1;

    public static readonly WallRules All = new(0);

    public bool Hold(WallRule rule) => (Off & (1 << (int)rule)) == 0;

    internal WallRules Without(params ReadOnlySpan<WallRule> rules)
    {
        var off = Off;
        foreach (var rule in rules)
            off |= 1 << (int)rule;
        return new(off);
    }
}
