using Cloison.Domain.Walls;

namespace Cloison.Server.Platform.Walls;

internal static class WallRegistration
{
    public static IServiceCollection AddWalls(this IServiceCollection services, WallRules rules)
    {
        services.AddSingleton(rules);
        services.AddSingleton<WallClock>();
        services.AddSingleton<WallGate>();
        services.AddSingleton<WallLog>();
        // Here the customers' access logs are joined on: a writer that appends to the log of that customer's compartment. Until then the
        // append-only table wall_decisions is where a customer's events are kept.
        services.AddSingleton<CustomerLogWriter>((_, _, _, _) => Task.CompletedTask);
        return services;
    }
}
