using Cloison.Server.Platform.Access;
using Cloison.Server.Platform.AccessLogs;
using Cloison.Server.Platform.Custody;

namespace Cloison.Server.Features.People;

/// <summary>Setting up, signing in, one's own account, customers, people, invitations, API keys.</summary>
internal static class PeopleEndpoints
{
    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("People").AddEndpointFilter(NoStore).WithoutContent();

        api.MapGet("/setup", ShowSetup.HandleAsync).Public("There is nobody yet who could sign in.");
        api.MapPost("/setup", SetUpInstallation.HandleAsync).Public("The one-time token is the proof.").LimitPerAddress();

        api.MapPost("/sign-in", SignInByPassword.HandleAsync).Public("Signing in.").LimitPerAddress();
        api.MapPost("/sign-out", SignOut.HandleAsync).Public("Also clears the cookie of a session that is over.");
        api.MapPost("/passkeys/challenge", StartPasskeySignIn.HandleAsync).Public("Signing in.").LimitPerAddress();
        api.MapPost("/passkeys/sign-in", SignInByPasskey.HandleAsync).Public("Signing in.").LimitPerAddress();

        api.MapGet("/me", ShowMe.HandleAsync).RequireAuthorization(Policies.SignedIn);
        api.MapPatch("/me", UpdateMe.HandleAsync).RequireAuthorization(Policies.SignedIn);
        api.MapPost("/me/password", ChangePassword.HandleAsync).RequireAuthorization(Policies.SignedIn).LimitPerAddress();
        api.MapPost("/me/proof", ProveByPassword.HandleAsync).RequireAuthorization(Policies.SignedIn).LimitPerAddress();
        api.MapPost("/me/proof/passkey", ProveByPasskey.HandleAsync).RequireAuthorization(Policies.SignedIn).LimitPerAddress();
        api.MapPost("/me/customer", SwitchCustomer.HandleAsync).RequireAuthorization(Policies.SignedIn);
        api.MapGet("/me/sessions", ListSessions.HandleAsync).RequireAuthorization(Policies.SignedIn);
        api.MapDelete("/me/sessions", EndSessions.HandleOthersAsync).RequireAuthorization(Policies.SignedIn);
        api.MapDelete("/me/sessions/{session}", EndSessions.HandleOneAsync).RequireAuthorization(Policies.SignedIn);
        api.MapGet("/me/passkeys", ListPasskeys.HandleAsync).RequireAuthorization(Policies.SignedIn);
        api.MapPost("/me/passkeys/challenge", StartPasskey.HandleAsync).RequireAuthorization(Policies.SignedIn).RequireRecentProof();
        api.MapPost("/me/passkeys", AddPasskey.HandleAsync).RequireAuthorization(Policies.SignedIn).RequireRecentProof();
        api.MapDelete("/me/passkeys/{passkey}", RemovePasskey.HandleAsync).RequireAuthorization(Policies.SignedIn);

        api.MapGet("/customers", ListCustomers.HandleAsync).RequireAuthorization(Policies.Operate);
        api.MapPost("/customers", CreateCustomer.HandleAsync).RequireAuthorization(Policies.Operate);

        api.MapDelete("/registry/people/{person}", ErasePerson.HandleAsync).RequireAuthorization(Policies.Operate);
        api.MapGet("/registry/erased", ListErased.HandleAsync).RequireAuthorization(Policies.Operate);
        api.MapPut("/registry/erased/{person}", ListErased.HandleHoldAsync).RequireAuthorization(Policies.Operate);

        api.MapGet("/people", ListPeople.HandleAsync).RequireAuthorization(Policies.Read).LogsNothing("Names of members, from the control database: no content of the compartment.");
        api.MapPut("/people/{person}/roles", SetRoles.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Grant);
        api.MapDelete("/people/{person}", RemovePerson.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Revoke);

        api.MapGet("/invitations", ListInvitations.HandleAsync).RequireAuthorization(Policies.Administer).LogsNothing("Invitations, from the control database: no content of the compartment.");
        api.MapPost("/invitations", CreateInvitation.HandleAsync).RequireAuthorization(Policies.Administer).LogsNothing("An invitation lets nobody in before it is accepted, which is logged.");
        api.MapDelete("/invitations/{invitation}", RevokeInvitation.HandleAsync).RequireAuthorization(Policies.Administer).LogsNothing("The reply is empty.");
        api.MapPost("/invitations/look-up", LookUpInvitation.HandleAsync).Public("The token is the proof.").LimitPerAddress();
        api.MapPost("/invitations/accept", AcceptInvitation.HandleAsync).Public("The token is the proof.").LimitPerAddress();

        api.MapGet("/keys", ListKeys.HandleAsync).RequireAuthorization(Policies.Administer).LogsNothing("Names of keys, from the control database: no content of the compartment.");
        api.MapPost("/keys", CreateKey.HandleAsync).RequireAuthorization(Policies.Administer).RequireRecentProof().LogsWithin(LogTypes.Grant);
        api.MapDelete("/keys/{key}", RevokeKey.HandleAsync).RequireAuthorization(Policies.Administer).LogsWithin(LogTypes.Revoke);
        return routes;
    }

    // Secrets and personal data: no cache keeps them, not even the browser's own.
    private static ValueTask<object?> NoStore(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
