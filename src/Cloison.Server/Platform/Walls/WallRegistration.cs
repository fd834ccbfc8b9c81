using Cloison.Server.Platform.Access;
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
        services.AddSingleton<OngoingRequests>();
        services.AddHostedService(provider => provider.GetRequiredService<OngoingRequests>());
        services.AddHostedService<GlassWatch>();
        services.AddSingleton<CustomerLogWriter>(provider =>
        {
            var log = provider.GetRequiredService<CustomerLog>();
            return (customer, entry, _, _) => log(customer, entry.Type switch
            {
                // Whom it is about, by his pseudonym; nobody did it.
                LogTypes.Conflict => new(entry.Type, Actor: null, Session: null, Object: entry.Person?.Text, Purpose: "wall", Rule: entry.Rule, Decision: $"people={entry.Detail}"),
                LogTypes.Revoke => new(entry.Type, Actor: null, Session: null, Object: entry.Person?.Text, Purpose: "wall", Decision: entry.Decision),
                LogTypes.Owner => new(entry.Type, Actor: null, Session: null, Object: entry.Detail, Purpose: "wall", Rule: entry.Rule, Decision: entry.Decision),
                _ => Of(entry),
            });
        });
        return services;

        static LogEntry Of(WallEvent entry) => new(
            entry.Type, entry.Person, SessionId.TryParse(entry.Opener, out var session) ? session : null,
            Object: GlassId.TryParse(entry.Detail, out var glass) ? glass.Text : null, Purpose: "wall", Rule: entry.Rule, Decision: entry.Decision,
            Key: ApiKeyId.TryParse(entry.Opener, out var key) ? key : null);
    }
}
