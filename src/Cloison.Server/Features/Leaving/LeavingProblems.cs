using Cloison.Domain;

namespace Cloison.Server.Features.Leaving;

/// <summary>Every expected failure of leaving.</summary>
internal static class LeavingProblems
{
    public static readonly Problem NeedsPerson = new("leaving.needs_person", 409, "An administrator asks and approves himself, signed in; an API key cannot.");
    public static readonly Problem NeedsSecond = new("leaving.needs_second", 409, "Leaving takes two administrators. Name a second one first.");
    public static readonly Problem AlreadyAsked = new("leaving.already_asked", 409, "Somebody has asked already.");
    public static readonly Problem NotAsked = new("leaving.not_asked", 409, "Nobody has asked to leave.");
    public static readonly Problem SamePerson = new("leaving.same_person", 409, "Who has asked cannot approve: another administrator has to.");
    public static readonly Problem AskerGone = new("leaving.asker_gone", 409, "Who has asked is no administrator any more. Withdraw it, and ask anew.");
}
