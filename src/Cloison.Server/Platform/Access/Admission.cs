using Cloison.Domain;
using Cloison.Domain.People;
using Cloison.Server.Platform.Http;

namespace Cloison.Server.Platform.Access;

/// <summary>The decision behind every policy.</summary>
internal static class Admission
{
    /// <summary>Why the caller may not; null when he may.</summary>
    public static Problem? Check(string policy, Caller? caller)
    {
        if (caller is null)
            return CommonProblems.NotSignedIn;
        if (policy == Policies.SignedIn)
            return caller.Session is null ? CommonProblems.NotAllowed : null;
        if (policy == Policies.Operate)
            return caller is { Session: not null, IsOperator: true } ? null : CommonProblems.NotAllowed;
        if (!Policies.InCompartment.TryGetValue(policy, out var allowed))
            return CommonProblems.NotAllowed;
        if (caller.Customer is null)
            return CommonProblems.NoCustomer;
        // Through broken glass: what may be read. Which project, and that nothing is changed, the wall looks at (R12).
        if (caller.Glass is not null)
            return policy is Policies.Member or Policies.Read ? null : CommonProblems.NotAllowed;
        var may = caller.Key is null
            ? caller.Roles.HasAny([Role.Administrator, .. allowed.Roles])
            : allowed.Scope is { } scope && caller.Scopes.Has(scope);
        return may ? null : CommonProblems.NotAllowed;
    }
}
