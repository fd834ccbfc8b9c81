using Cloison.Domain;
using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Cloison.Server.Platform.Access;

/// <summary>Writes refusals as problems, instead of the framework's empty replies.</summary>
internal sealed class RefusalResults : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        var problem = Why(context, policy);
        if (problem.Status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return problem.ToHttp().ExecuteAsync(context);
    }

    private static Problem Why(HttpContext context, AuthorizationPolicy policy)
    {
        // The fallback policy also meets addresses that no route has.
        if (context.GetEndpoint() is null)
            return CommonProblems.NotFound;
        var caller = context.Features.Get<Caller>();
        return policy.Requirements.OfType<CallerRequirement>().Select(r => Admission.Check(r.Policy, caller)).FirstOrDefault(p => p is not null)
            ?? (caller is null ? CommonProblems.NotSignedIn : CommonProblems.NotAllowed);
    }
}
