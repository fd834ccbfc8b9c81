namespace Cloison.Server.Platform.AccessLogs;

/// <summary>What a route of a compartment leaves in its access log.</summary>
internal abstract record LogRule
{
    private LogRule()
    {
    }

    /// <summary>An entry, durably, before the handler runs.</summary>
    public sealed record Before(string Type) : LogRule;

    /// <summary>The handler appends in the transaction of what it does: one flush to disk for both, and what it gives away comes out of that transaction.</summary>
    public sealed record Within(string Type) : LogRule;

    /// <summary>The reply carries no content.</summary>
    public sealed record Nothing(string Why) : LogRule;
}

internal static class LogRuleExtensions
{
    /// <inheritdoc cref="LogRule.Before"/>
    public static TBuilder Logs<TBuilder>(this TBuilder builder, string type) where TBuilder : IEndpointConventionBuilder => builder.With(new LogRule.Before(type));

    /// <inheritdoc cref="LogRule.Within"/>
    public static TBuilder LogsWithin<TBuilder>(this TBuilder builder, string type) where TBuilder : IEndpointConventionBuilder => builder.With(new LogRule.Within(type));

    /// <inheritdoc cref="LogRule.Nothing"/>
    public static TBuilder LogsNothing<TBuilder>(this TBuilder builder, string why) where TBuilder : IEndpointConventionBuilder => builder.With(new LogRule.Nothing(why));

    private static TBuilder With<TBuilder>(this TBuilder builder, LogRule rule) where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(rule));
        return builder;
    }
}
