using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Domain.Annotations;
using Cloison.Domain.Ids;
using Cloison.Domain.Tasks;
using Cloison.Server.Features.Projects;
using Cloison.Server.Features.Tasks;
using Cloison.Server.Features.Work;
using Cloison.Server.Platform;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.Http;
using Cloison.Storage.Compartments;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloison.Server.Features.Review;

/// <summary>The second pair of eyes.</summary>
internal static class ReviewEndpoints
{
    public static void MapReview(this RouteGroupBuilder api)
    {
        var reviews = api.MapGroup("/projects/{project}/reviews").RequireAuthorization(Policies.Review);
        reviews.MapPost("/claim", ClaimReview.HandleAsync);
        reviews.MapPost("", SubmitReview.HandleAsync);
    }
}
