namespace Cloison.Domain.Walls;

public enum WallAction
{
    /// <summary>To be given a role, or to keep one: no content yet.</summary>
    Join,

    /// <summary>Anything that may carry content, in either direction: lists, instructions, pictures, answers, exports.</summary>
    Content,

    /// <summary>Figures for the platform's own plane (R9).</summary>
    Outflow,
}

/// <summary>Everything that a decision rests on: what is not in here plays no part.</summary>
/// <param name="Time">The wall's time: never earlier than what has been decided before.</param>
/// <param name="Object">The compartment that is asked for.</param>
/// <param name="Session">The compartment that the session or key is bound to.</param>
/// <param name="HasGrant">Whether a role, an invitation or a key's scope covers the action.</param>
/// <param name="Insider">What the person is to the platform.</param>
public sealed record WallFacts(DateTimeOffset Time, WallAction Action, CustomerId Object, CustomerId Session, bool HasGrant, Insider Insider = Insider.None)
{
    /// <summary>The compartment is the operator's own house.</summary>
    public bool IsHouse { get; init; }

    /// <summary>A program's key, which acts for the person who made it.</summary>
    public bool IsMachine { get; init; }

    /// <summary>The person has seen this compartment before.</summary>
    public bool IsExposedHere { get; init; }

    /// <summary>What the person, under all his accounts, has or had to do with other customers.</summary>
    public IReadOnlyList<WallTie> Ties { get; init; } = [];

    /// <summary>Present when the door is broken open instead of opened by a role.</summary>
    public GlassFacts? Glass { get; init; }

    /// <summary>The clock has leapt forward and nobody has confirmed it.</summary>
    public bool IsClockInDoubt { get; init; }

    /// <summary>The exposure can be recorded, in the transaction of this decision.</summary>
    public bool CanRecord { get; init; } = true;

    public bool IsKeyAvailable { get; init; } = true;

    public bool IsLogAvailable { get; init; } = true;

    /// <summary>The request carries a handle of another compartment's content.</summary>
    public bool CarriesForeignContent { get; init; }

    /// <summary>The person would judge his own work, or the judgement of his own work.</summary>
    public bool JudgesHimself { get; init; }

    /// <summary>How many people the figures are of; for <see cref="WallAction.Outflow"/>.</summary>
    public int OutflowPeople { get; init; }

    /// <summary>A declared sanitiser makes the figures; for <see cref="WallAction.Outflow"/>.</summary>
    public bool IsSanitised { get; init; }
}

/// <summary>What a person has to do with one other customer.</summary>
/// <param name="IsRival">See <see cref="Rivalry"/>.</param>
/// <param name="HasInterest">Employment, contract, equity, a seat on the board, family: an exposure without an end.</param>
/// <param name="HasGrant">A role there now; its sessions and leases live under it.</param>
/// <param name="WarmUntil">When what he has seen of it stops to count, by the demands of both sides (<see cref="CoolingOff.End"/>); null: he has seen nothing.</param>
public sealed record WallTie(CustomerId Customer, bool IsRival, bool HasInterest, bool HasGrant, DateTimeOffset? WarmUntil)
{
    /// <summary>Seen so lately that it counts.</summary>
    public bool IsWarm(DateTimeOffset time) => time < WarmUntil;
}

/// <summary>A ticket of break-glass, as far as it decides.</summary>
/// <param name="Approvals">Of different people of the customer; neither the requester nor an account of his, nor an insider.</param>
/// <param name="IsCustomers">It was made for the compartment that is asked for.</param>
/// <param name="IsProjects">It was made for the project that is asked for.</param>
/// <param name="IsSessions">It was opened by the session that asks.</param>
/// <param name="ReadsOnly">The request changes nothing.</param>
public sealed record GlassFacts(
    int Approvals, bool IsRequesters, bool IsCustomers, bool IsProjects, bool IsSessions, bool ReadsOnly, bool IsOver, bool CustomerAllows,
    DateTimeOffset ExpiresAt)
{
    public const int NeededApprovals = 2;

    /// <summary>The longest time that a glass stays open.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(4);
}
