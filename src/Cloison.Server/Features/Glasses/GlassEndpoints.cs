using Cloison.Server.Features.People;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Walls;

namespace Cloison.Server.Features.Glasses;

/// <summary>Emergency access (R12): those who run the installation ask, two administrators of the customer approve, and everything is logged.</summary>
internal static class GlassEndpoints
{
    private const string Steering = "It decides on emergency access and shows none of the work; the wall logs each step.";

    public static IEndpointRouteBuilder MapGlasses(this IEndpointRouteBuilder api)
    {
        var glasses = api.MapGroup("").WithTags("Emergency access").AddEndpointFilter(NoStore);
        // Not only operators: support staff and developers may ask. Who may is decided inside.
        glasses.MapGet("/registry/glasses", ListGlasses.HandleAsync).RequireAuthorization(Policies.SignedIn);
        glasses.MapPost("/registry/glasses", AskForGlass.HandleAsync).RequireAuthorization(Policies.SignedIn);
        glasses.MapPost("/registry/glasses/{glass}/open", OpenGlass.HandleAsync).RequireAuthorization(Policies.SignedIn).RequireRecentProof();
        glasses.MapPost("/registry/glasses/{glass}/close", CloseGlass.HandleAsync).RequireAuthorization(Policies.SignedIn);

        var trust = glasses.MapGroup("/trust/glasses").RequireAuthorization(Policies.Administer).SteersWall(Steering).WithoutContent().LogsNothing(Steering);
        trust.MapGet("", ShowGlasses.HandleAsync);
        trust.MapPut("", SetGlassPolicy.HandleAsync);
        trust.MapPost("/{glass}/approve", ApproveGlass.HandleAsync).RequireRecentProof();
        trust.MapPost("/{glass}/refuse", RefuseGlass.HandleAsync);
        return api;
    }

    private static ValueTask<object?> NoStore(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
