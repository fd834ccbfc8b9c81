using Microsoft.AspNetCore.Authorization;

namespace Cloison.Server.Platform.Access;

/// <summary>Hands ASP.NET Core's authorization over to <see cref="Admission"/>.</summary>
internal sealed record CallerRequirement(string Policy) : IAuthorizationRequirement;

internal sealed class CallerRequirementHandler : AuthorizationHandler<CallerRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, CallerRequirement requirement)
    {
        if (context.Resource is HttpContext http && Admission.Check(requirement.Policy, http.Features.Get<Caller>()) is null)
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
