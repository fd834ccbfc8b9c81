using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Walls;

namespace Cloison.Server.Features.Walls;

/// <summary>Rivalry, exposure and who may work where: the customer's, the planner's, the person's and the operator's view.</summary>
internal static class WallEndpoints
{
    private const string Steering = "It steers the wall and shows none of the work.";

    public static IEndpointRouteBuilder MapWalls(this IEndpointRouteBuilder api)
    {
        var walls = api.MapGroup("").WithTags("Walls").AddEndpointFilter(NoStore);
        walls.MapGet("/walls", ShowWalls.HandleAsync).RequireAuthorization(Policies.Administer).SteersWall(Steering).WithoutContent().LogsNothing(Steering);
        walls.MapPut("/walls/cooling", ChangeCooling.HandleAsync).RequireAuthorization(Policies.Administer).SteersWall(Steering).WithoutContent().LogsNothing(Steering);
        walls.MapPost("/walls/agreements", SignAgreement.HandleAsync).RequireAuthorization(Policies.Administer).SteersWall(Steering).WithoutContent().LogsNothing(Steering);
        walls.MapDelete("/walls/agreements/{codeName}", WithdrawAgreement.HandleAsync).RequireAuthorization(Policies.Administer).SteersWall(Steering).WithoutContent().LogsNothing(Steering);
        walls.MapGet("/walls/staffing", PlanStaff.HandleAsync).RequireAuthorization(Policies.Lead).WithoutContent().LogsNothing("Members and what the wall lets them do: no content.");
        walls.MapGet("/trust/access", ShowAccess.HandleAsync).RequireAuthorization(Policies.Administer).SteersWall(Steering).WithoutContent().LogsNothing(Steering);
        walls.MapGet("/me/wall", ShowMyWall.HandleAsync).RequireAuthorization(Policies.SignedIn);

        walls.MapGet("/registry/people", ListRegistry.HandleAsync).RequireAuthorization(Policies.Operate);
        walls.MapPost("/registry/people/{person}/interests", AddInterest.HandleAsync).RequireAuthorization(Policies.Operate);
        walls.MapDelete("/registry/people/{person}/interests/{interest}", EndInterest.HandleAsync).RequireAuthorization(Policies.Operate);
        walls.MapPost("/registry/aliases", LinkAccounts.HandleAsync).RequireAuthorization(Policies.Operate);
        walls.MapPut("/registry/people/{person}/insider", SetInsider.HandleAsync).RequireAuthorization(Policies.Operate);
        walls.MapGet("/registry/clock", ShowClock.HandleAsync).RequireAuthorization(Policies.Operate);
        walls.MapPost("/registry/clock/confirm", ConfirmClock.HandleAsync).RequireAuthorization(Policies.Operate);
        return api;
    }

    private static ValueTask<object?> NoStore(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
