using Cloison.Domain;

namespace Cloison.Server.Features.People;

/// <summary>Every expected failure of this feature.</summary>
internal static class PeopleProblems
{
    /// <summary>One reply for a wrong password, an unknown e-mail and a locked account: it tells nobody who has an account.</summary>
    public static readonly Problem SignInFailed = new(
        "sign_in.failed", 401, "E-mail and password do not match, or there were too many attempts.", "Check both, wait a little, and try again.");

    public static readonly Problem InsecureTransport = new(
        "sign_in.insecure_transport", 400, "Signing in needs https.",
        "Put a proxy with a certificate in front and open its address, or set Cloison:AllowPlainHttp=true if everybody on this network may read along.");

    public static readonly Problem SetUpAlready = new("setup.done", 409, "This installation is set up already. Please sign in.");
    public static readonly Problem SetUpTokenWrong = new("setup.token_wrong", 403, "This set-up link is not valid.", "The server prints a new one at each start, until it is set up.");

    public static readonly Problem PasswordWrong = new("password.wrong", 403, "The current password is not right, or there were too many attempts.");

    public static readonly Problem PasskeyRefused = new("passkey.refused", 401, "This passkey was not accepted.", "It may be unknown here, or the request too old. Please try again.");
    public static readonly Problem PasskeyNotStored = new("passkey.not_stored", 400, "This passkey could not be stored.", "It may be stored already, or the request too old. Please try again.");
    public static readonly Problem PasskeyUnavailable = new(
        "passkey.unavailable", 400, "Passkeys need the product's own address.", "Set Cloison:PublicUrl to the address that people type, or open the product as localhost.");
    public static readonly Problem TooManyPasskeys = new("passkey.too_many", 409, "You have as many passkeys as there may be. Remove one first.");

    public static readonly Problem InvitationGone = new("invitation.gone", 404, "This invitation is not valid any more.", "It was used, revoked or is older than three days. Please ask for a new one.");
    public static readonly Problem InvitationForOther = new("invitation.other_email", 403, "This invitation is for another e-mail address.");
    public static readonly Problem HasAccount = new("invitation.has_account", 409, "There is an account with this e-mail already.", "Sign in with it, then open the link again.");

    public static readonly Problem OwnRoles = new("people.own_roles", 403, "Nobody changes his own roles. Please ask another administrator.");
    public static readonly Problem LastAdministrator = new("people.last_administrator", 409, "A customer needs at least one administrator.", "Make somebody else administrator first.");

    public static readonly Problem EraseOperator = new("people.operator", 409, "This account operates the installation.", "It cannot be erased while it does.");

    public static readonly Problem TooManyScopes = new("key.too_many_scopes", 403, "A key cannot make a key that may do more than itself.");
}
