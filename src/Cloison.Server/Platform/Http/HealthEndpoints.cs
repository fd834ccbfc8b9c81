using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;

namespace Cloison.Server.Platform.Http;

/// <summary>For the machine that runs the machine.</summary>
internal static class HealthEndpoints
{
    private const string Why = "Load balancers have no account; it says only whether the server works.";

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health/live", () => Results.Text("live")).Public(Why).ExcludeFromDescription();
        app.MapGet("/health/ready", async (Installation installation, CancellationToken ct) =>
        {
            // Reads and writes for real: a fenced or full storage is not ready.
            await installation.Control.WriteAsync(db => db.Scalar<long>("SELECT 1"), ct);
            return installation.Control.Fence is null && installation.Opened.All(c => c.Database.Fence is null)
                ? Results.Text("ready")
                : Results.Text("storage fenced", statusCode: 503);
        }).Public(Why).ExcludeFromDescription();
    }
}
