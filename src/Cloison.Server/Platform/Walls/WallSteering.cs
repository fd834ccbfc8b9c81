namespace Cloison.Server.Platform.Walls;

/// <summary>
/// Marks a route of a compartment that carries none of its content, such as those that steer the wall: whoever has the role may use it also
/// while the wall keeps him from the content, because somebody must be able to put things right.
/// </summary>
internal sealed record WallSteering(string Reason);

internal static class WallSteeringExtensions
{
    public static TBuilder SteersWall<TBuilder>(this TBuilder builder, string reason) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new WallSteering(reason)));
        return builder;
    }
}
