using Cloison.Domain.Walls;
using Cloison.Server.Platform.AccessLogs;

namespace Cloison.Server.Platform.Walls;

internal static class WallRegistration
{
    public static IServiceCollection AddWalls(this IServiceCollection services, WallRules rules)
    {
        services.AddSingleton(rules);
        services.AddSingleton<WallClock>();
        services.AddSingleton<WallGate>();
        services.AddSingleton<WallLog>();
        services.AddSingleton<OpenGlasses>();
        services.AddHostedService<GlassWatch>();
        services.AddSingleton<CustomerLogWriter>(provider =>
        {
            var log = provider.GetRequiredService<CustomerLog>();
            return (customer, entry, _, _) => log(customer, new(
                entry.Type, entry.Person, SessionId.TryParse(entry.Opener, out var session) ? session : null,
                Object: GlassId.TryParse(entry.Detail, out var glass) ? glass.Text : null, Purpose: "wall", Rule: entry.Rule, Decision: entry.Decision,
                Key: ApiKeyId.TryParse(entry.Opener, out var key) ? key : null));
        });
        return services;
    }
}
