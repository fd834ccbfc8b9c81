using Cloison.Server.Platform.Access;
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
    }

    /// <summary>After authorization: the caller is known and allowed.</summary>
    public static void UseCompartments(this WebApplication app) => app.Use(async (context, next) =>
    {
        var policies = context.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? [];
        if (policies.Any(p => p.Policy is { } name && Policies.InCompartment.ContainsKey(name)))
        {
            var customer = context.Features.Get<Caller>()?.Customer;
            // The wall decides, and records that this person has now seen this customer, before anything is read.
            if (context.GetEndpoint()!.Metadata.GetMetadata<WithoutContent>() is null
                && await context.RequestServices.GetRequiredService<WallGate>().AdmitAsync(context.Features.Get<Caller>()!, context.RequestAborted) is { } refusal)
            {
                await refusal.ToHttp().ExecuteAsync(context);
                return;
            }

            var installation = context.RequestServices.GetRequiredService<Installation>();
            if (customer is null || await installation.FindAsync(customer.Value, context.RequestAborted) is not { } compartment)
            {
                await CommonProblems.NoCustomer.ToHttp().ExecuteAsync(context);
                return;
            }

            // One answer for every route, before a handler seals, opens or reads anything: a project of another customer is no project.
            if (context.Request.RouteValues["project"] is string text && ProjectId.TryParse(text, out var project) && !compartment.Keys.Knows(project))
            {
                await CommonProblems.NotFound.ToHttp().ExecuteAsync(context);
                return;
            }

            context.RequestServices.GetRequiredService<Holder>().Compartment = compartment;
        }

        await next(context);
    });

    private sealed class Holder
    {
        public Compartment? Compartment { get; set; }
    }
}
