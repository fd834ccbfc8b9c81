using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Storage.Compartments;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

internal static class PeopleRegistration
{
    /// <summary>Needs <see cref="AccessRegistration.AddAccess"/>, an <see cref="Installation"/>, a <see cref="ControlDatabase"/>, a <see cref="CompartmentFactory"/>, <see cref="OpenLogs"/> and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ControlSealer(provider.GetRequiredService<Installation>().ControlKeys.ForCompartment()));
        services.AddSingleton<CompartmentHealthReader>(provider =>
            _ => CompartmentHealth.ReadAsync(provider.GetRequiredService<Installation>(), provider.GetRequiredService<OpenLogs>()));
        services.AddSingleton(provider => new EmailHashes(provider.GetRequiredService<Installation>().ControlKeys.Index));
        services.AddSingleton<Passwords>();
        services.AddIdentityCore<PersonAccount>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<PersonAccount>, PasskeyHandler<PersonAccount>>();
        services.AddScoped<PasskeyCeremony>();
        services.AddOptions<IdentityPasskeyOptions>().Configure<AccessSettings>((options, settings) =>
        {
            options.ServerDomain = settings.PublicUrl?.Host;
            options.AuthenticatorTimeout = PasskeyCeremony.Life;
            // A passkey is the only factor of its sign-in: who holds the device must also be its owner.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            // The framework's own check lets subdomains and other schemes in.
            options.ValidateOrigin = origin => ValueTask.FromResult(
                !origin.CrossOrigin && string.Equals(origin.Origin, settings.OriginFor(origin.HttpContext.Request), StringComparison.Ordinal));
        });
        return services;
    }
}
