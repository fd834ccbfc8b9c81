using Cloison.Domain;

namespace Cloison.Server.Features.Glasses;

/// <summary>Every expected failure of emergency access, but for the wall's own refusal.</summary>
internal static class GlassProblems
{
    public static readonly Problem NeedsPerson = new("glass.needs_person", 409, "An administrator approves himself, signed in; an API key cannot.");
    public static readonly Problem NotWaiting = new("glass.not_waiting", 409, "This request does not wait for an answer any more.");
    public static readonly Problem UnknownProject = new("glass.unknown_project", 409, "You have no such project. Refuse the request, and tell its sender the right one.");
    public static readonly Problem ApprovedAlready = new("glass.approved_already", 409, "You have approved this already. Another administrator has to.");
    public static readonly Problem OverAlready = new("glass.over", 409, "This is over already.");

    /// <summary>One for every reason: it tells nobody whose accounts belong together.</summary>
    public static readonly Problem NotYours = new(
        "glass.not_yours", 403, "You cannot approve this request.",
        "Two different people must: administrators of the customer, neither of them who asked, nor anybody who helps to run this installation.");

    public static readonly Problem TooMany = new("glass.too_many", 409, "You have as many open requests as there may be. Withdraw one first.");
}
