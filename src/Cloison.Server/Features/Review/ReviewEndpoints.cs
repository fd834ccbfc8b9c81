using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Features.Review;

/// <summary>The second pair of eyes.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this RouteGroupBuilder api)
    {
        var reviews = api.MapGroup("/projects/{project}/reviews").RequireAuthorization(Policies.Review);
        reviews.MapPost("/claim", ClaimReview.HandleAsync).LogsWithin(LogTypes.Lease);
        reviews.MapPost("", SubmitReview.HandleAsync).LogsWithin(LogTypes.Review);
    }
}
