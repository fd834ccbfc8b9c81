using Cloison.Server.Platform.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Cloison.Server.Platform.Access;

internal static class AccessRegistration
{
    /// <summary>Who asks and what he may. Needs a <see cref="ControlDatabase"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(AccessSettings.From(configuration));
        services.AddSingleton<KnownCallers>();
        services.AddSingleton<ContentPasses>();
        services.TryAddSingleton(ContentOrigin.None);
        services.AddSingleton<AddressLimit>();
        services.AddSingleton(RequestSharesOptions.From(configuration));
        services.AddSingleton<RequestShares>();
        // The core alone: AddAuthentication would also start data protection, which leaves keys in the home folder and which nothing here uses.
        services.AddWebEncoders();
        services.AddTransient<CallerAuthentication>();
        services.AddAuthenticationCore(options =>
        {
            options.AddScheme<CallerAuthentication>(CallerAuthentication.Name, displayName: null);
            options.DefaultScheme = CallerAuthentication.Name;
        });
        services.AddSingleton<IAuthorizationHandler, CallerRequirementHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalResults>();
        var authorization = services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Nobody())
            .SetFallbackPolicy(Nobody());
        foreach (var name in Policies.InCompartment.Keys.Append(Policies.SignedIn).Append(Policies.Operate))
            authorization.AddPolicy(name, policy => policy.AddRequirements(new CallerRequirement(name)));
        return services;
    }

    /// <summary>After routing and static files, before the endpoints.</summary>
    public static IApplicationBuilder UseAccess(this IApplicationBuilder app) =>
        app.UseAuthentication()
            .Use((context, next) => context.RequestServices.GetRequiredService<RequestShares>().InvokeAsync(context, () => next(context)))
            .UseMiddleware<OriginCheck>().UseAuthorization();

    // A route that names no policy is a mistake; it must fail shut.
    private static AuthorizationPolicy Nobody() => new AuthorizationPolicyBuilder().RequireAssertion(_ => false).Build();
}
