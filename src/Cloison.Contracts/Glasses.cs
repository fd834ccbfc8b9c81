namespace Cloison.Contracts;

/// <summary>Why somebody who runs the installation must see content. Stored by number: new reasons go to the end.</summary>
public enum GlassReason
{
    /// <summary>Something does not work, and cannot be understood from outside.</summary>
    Malfunction,

    /// <summary>Data seem to be lost or damaged.</summary>
    Recovery,

    /// <summary>An attack, or the suspicion of one.</summary>
    Security,

    /// <summary>The customer has asked for help.</summary>
    Support,
}

/// <summary>Stored by number: new states go to the end.</summary>
public enum GlassState
{
    Asked,

    /// <summary>Two people have approved. Never stored: it follows from the approvals, and they can fall.</summary>
    Approved,
    Open,

    /// <summary>By who had asked.</summary>
    Closed,

    /// <summary>Stopped by the customer.</summary>
    Revoked,

    /// <summary>Its time was over, or nobody had answered for a day.</summary>
    Expired,
    Refused,
    Withdrawn,
}

/// <summary>Asks a customer for emergency access to one of its projects.</summary>
/// <param name="CodeName">The customer's.</param>
/// <param name="Project">As the customer has given it: nobody outside sees which projects there are.</param>
/// <param name="Ticket">A reference, 1 to 64 letters, digits and <c>. _ : / # -</c>.</param>
/// <param name="Minutes">From 5 to 240, counted from the opening.</param>
public sealed record NewGlass(string CodeName, ProjectId Project, GlassReason Reason, string Ticket, int Minutes);

/// <summary>A request, as who asked sees it.</summary>
/// <param name="Approvals">How many of the two count now.</param>
/// <param name="EndsAt">When the glass closes by itself; absent before it is opened.</param>
public sealed record AskedGlass(
    GlassId Id, string CodeName, ProjectId Project, GlassReason Reason, string Ticket, int Minutes, GlassState State, DateTimeOffset AskedAt, int Approvals, DateTimeOffset? EndsAt);

/// <summary>What a customer sees of emergency access.</summary>
/// <param name="Allowed">False: the customer has said "never".</param>
public sealed record GlassOverview(bool Allowed, IReadOnlyList<GlassSummary> Requests);

/// <summary>A request as the customer sees it and, from the opening on, the report of what was read.</summary>
/// <param name="Reads">Answers that were let through; each is an entry of the access log with the role <c>glass:</c> and this id.</param>
public sealed record GlassSummary(
    GlassId Id, ProjectId Project, GlassReason Reason, string Ticket, int Minutes, GlassState State, string RequestedBy, DateTimeOffset RequestedAt,
    IReadOnlyList<GlassApproval> Approvals, DateTimeOffset? OpenedAt, DateTimeOffset? EndsAt, DateTimeOffset? EndedAt,
    long Reads, DateTimeOffset? FirstReadAt, DateTimeOffset? LastReadAt);

public sealed record GlassApproval(PersonId Person, string Name, DateTimeOffset At);

public sealed record SetGlassPolicy(bool Allowed);

/// <summary>That this session came through broken glass.</summary>
public sealed record GlassSession(GlassId Id, string CodeName, ProjectId Project, DateTimeOffset EndsAt);
