using System.Text.RegularExpressions;
using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Walls;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Cloison.ServerTests.Platform;

/// <summary>A route as the server has mapped it.</summary>
internal sealed record Route(HttpMethod Method, string Pattern, IReadOnlyList<string> Parameters, string? Policy, string? PublicReason, bool IsWithoutContent = false)
{
    /// <summary>What it says to leave in the access log.</summary>
    public LogRule? Log { get; init; }

    /// <summary>The types of its good replies.</summary>
    public IReadOnlyList<Type> Replies { get; init; } = [];

    /// <summary>Works while the wall keeps the person from the content.</summary>
    public bool SteersWall { get; init; }

    public System.Reflection.MethodInfo? Handler { get; init; }

    public static IEnumerable<Route> Of(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
        var policy = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy).LastOrDefault();
        foreach (var method in methods)
            yield return new(
                new(method), "/" + endpoint.RoutePattern.RawText!.Trim('/'), [.. endpoint.RoutePattern.Parameters.Select(p => p.Name)], policy,
                endpoint.Metadata.GetMetadata<PublicRoute>()?.Reason, endpoint.Metadata.GetMetadata<WithoutContent>() is not null) 
            {
                Log = endpoint.Metadata.GetMetadata<LogRule>(), Handler = endpoint.Metadata.GetMetadata<System.Reflection.MethodInfo>(),
                SteersWall = endpoint.Metadata.GetMetadata<WallSteering>() is not null,
                Replies = [.. endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>().Where(r => r.StatusCode < 400).Select(r => r.Type).OfType<Type>()],
            };
    }

    public bool IsApi => Pattern.StartsWith("/api/", StringComparison.Ordinal) && !Parameters.Contains("path");

    public bool Writes => Method != HttpMethod.Get;

    public string At(Place place) => Regex.Replace(Pattern, @"\{(\w+)[^}]*\}", m => place.Ids[m.Groups[1].Value], RegexOptions.None, TimeSpan.FromSeconds(1));

    public override string ToString() => $"{Method} {Pattern}";
}
