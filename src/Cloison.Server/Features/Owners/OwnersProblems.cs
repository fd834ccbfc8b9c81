using Cloison.Domain;

namespace Cloison.Server.Features.Owners;

/// <summary>Every expected failure of the ownership register.</summary>
internal static class OwnersProblems
{
    public static readonly Problem InRegister = new(
        "owners.in_register", 409, "This account is in the ownership register.", "Announce a register without it; when that is in effect, try again.");
}
