using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;
using Cloison.Server.Platform.Http;
using Cloison.Server.Platform.Walls;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Authorization;

namespace Cloison.Server.Platform;

/// <summary>
/// Opens the compartment of the caller for the routes that need one. Handlers take <see cref="Compartment"/> as a parameter; the address
/// never names it, so no address can name another one.
/// </summary>
internal static class CompartmentAccess
{
    public static void AddCompartments(this IServiceCollection services)
    {
        services.AddScoped<Holder>();
        services.AddScoped(provider => provider.GetRequiredService<Holder>().Compartment
            ?? throw new InvalidOperationException("This route's policy is none of Policies.InCompartment, so it has no compartment."));
        services.AddScoped(provider => provider.GetRequiredService<Holder>().Log
            ?? throw new InvalidOperationException("This route's policy is none of Policies.InCompartment, so it has no access log."));
    }

    /// <summary>After authorization: the caller is known and allowed.</summary>
    public static void UseCompartments(this WebApplication app) => app.Use(async (context, next) =>
    {
        var policies = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [];
        if (policies.Any(p => p.Policy is { } name && Policies.InCompartment.ContainsKey(name)))
        {
            var caller = context.Features.Get<Caller>();
            var wall = context.RequestServices.GetRequiredService<WallGate>();
            var passesWall = caller?.Glass is not null || context.GetEndpoint()!.Metadata.GetMetadata<WallSteering>() is null;
            // The wall decides, and records that this person has now seen this customer, before anything is read.
            if (await (passesWall ? wall.AdmitAsync(caller!, GlassUse.Of(context), context.RequestAborted) : wall.RefuseOwnerAsync(caller!, context.RequestAborted)) is { } refusal)
            {
                await refusal.ToHttp().ExecuteAsync(context);
                return;
            }

            var installation = context.RequestServices.GetRequiredService<Installation>();
            if (caller?.Customer is not { } customer || await installation.FindAsync(customer, context.RequestAborted) is not { } compartment)
            {
                await CommonProblems.NoCustomer.ToHttp().ExecuteAsync(context);
                return;
            }

            var (pass, withheld) = await CustodyGate.EnterAsync(context, caller, compartment);
            using var _ = pass;
            if (withheld is not null)
            {
                await withheld.ToHttp().ExecuteAsync(context);
                return;
            }

            // One answer for every route, before a handler seals, opens or reads anything: a project of another customer is no project.
            if (context.Request.RouteValues["project"] is string text && ProjectId.TryParse(text, out var project) && !compartment.Keys.Knows(project))
            {
                await CommonProblems.NotFound.ToHttp().ExecuteAsync(context);
                return;
            }

            // No log, no data: the entry is on disk before the handler runs.
            var log = await context.RequestServices.GetRequiredService<OpenLogs>().OfAsync(compartment);
            if (await LogGate.CheckAsync(context, log, caller) is { } unlogged)
            {
                await unlogged.ToHttp().ExecuteAsync(context);
                return;
            }

            // What the report says is what the log holds.
            if (caller!.Glass is { } through)
                await context.RequestServices.GetRequiredService<ControlDatabase>().WriteAsync(
                    db => Glass.CountRead(db, through.Id, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()), CancellationToken.None);

            using var ongoing = context.RequestServices.GetRequiredService<OngoingRequests>().Enter(context, caller!, passesWall);
            var holder = context.RequestServices.GetRequiredService<Holder>();
            (holder.Compartment, holder.Log) = (compartment, log);
            // Within the pass: it ends with the request.
            await next(context);
            return;
        }

        await next(context);
    });

    private sealed class Holder
    {
        public Compartment? Compartment { get; set; }

        public AccessLog? Log { get; set; }
    }
}
