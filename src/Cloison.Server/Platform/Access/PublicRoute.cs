using Microsoft.AspNetCore.Authorization;

namespace Cloison.Server.Platform.Access;

/// <summary>Why a route is open to everybody: the one way around naming a policy.</summary>
internal sealed record PublicRoute(string Reason) : IAllowAnonymous;

internal static class PublicRouteExtensions
{
    public static TBuilder Public<TBuilder>(this TBuilder builder, string reason) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new PublicRoute(reason)));
        return builder;
    }
}
