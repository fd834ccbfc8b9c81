using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;

namespace Cloison.Server.Features.People;

/// <summary>
/// Both WebAuthn ceremonies. What the server must remember between challenge and answer travels with the browser, sealed, so that
/// any node can check the answer.
/// </summary>
internal sealed class PasskeyCeremony(IPasskeyHandler<PersonAccount> handler, IDataProtectionProvider protection, AccessSettings settings, TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(5);

    public async Task<Outcome<PasskeyChallenge>> StartRegistrationAsync(PersonAccount account, HttpContext http)
    {
        if (!IsPossible(http))
            return PeopleProblems.PasskeyUnavailable;
        var options = await handler.MakeCreationOptionsAsync(new() { Id = account.Id.Text, Name = account.Email, DisplayName = account.DisplayName }, http);
        return new PasskeyChallenge(options.CreationOptionsJson, Seal(Registration(account.Id), options.AttestationState));
    }

    /// <summary>Null: not accepted; why is of no use to who asks honestly.</summary>
    public async Task<UserPasskeyInfo?> FinishRegistrationAsync(PersonId person, PasskeyAnswer answer, HttpContext http)
    {
        if (Open(Registration(person), answer.State) is not { } state)
            return null;
        var result = await handler.PerformAttestationAsync(new() { HttpContext = http, CredentialJson = answer.CredentialJson, AttestationState = state });
        return result.Succeeded ? result.Passkey : null;
    }

    public async Task<Outcome<PasskeyChallenge>> StartSignInAsync(HttpContext http)
    {
        if (!IsPossible(http))
            return PeopleProblems.PasskeyUnavailable;
        // Nobody in particular: the authenticator knows whose passkeys it has, and no e-mail can be probed for an account.
        var options = await handler.MakeRequestOptionsAsync(user: null, http);
        return new PasskeyChallenge(options.RequestOptionsJson, Seal(SignIn, options.AssertionState));
    }

    /// <inheritdoc cref="FinishRegistrationAsync"/>
    public async Task<(PersonAccount Account, UserPasskeyInfo Passkey)?> FinishSignInAsync(PasskeyAnswer answer, HttpContext http)
    {
        if (Open(SignIn, answer.State) is not { } state)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer.CredentialJson, AssertionState = state });
        return result.Succeeded ? (result.User, result.Passkey) : null;
    }

    /// <summary>The server's name is part of every passkey: only the configured one, or localhost, never whatever a request calls us.</summary>
    private bool IsPossible(HttpContext http) => settings.PublicUrl is not null || http.Request.Host.Host == "localhost";

    private static string[] SignIn => ["sign-in"];

    private static string[] Registration(PersonId person) => ["registration", person.Text];

    private string Seal(string[] purpose, string? state)
    {
        var text = Encoding.UTF8.GetBytes(state ?? throw new InvalidOperationException("The passkey handler gave no state."));
        var clear = new byte[sizeof(long) + text.Length];
        BinaryPrimitives.WriteInt64BigEndian(clear, (clock.GetUtcNow() + Life).ToUnixTimeMilliseconds());
        text.CopyTo(clear, sizeof(long));
        return WebEncoders.Base64UrlEncode(Protector(purpose).Protect(clear));
    }

    private string? Open(string[] purpose, string state)
    {
        byte[] clear;
        try
        {
            clear = Protector(purpose).Unprotect(WebEncoders.Base64UrlDecode(state));
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }

        return BinaryPrimitives.ReadInt64BigEndian(clear) >= clock.GetUtcNow().ToUnixTimeMilliseconds() ? Encoding.UTF8.GetString(clear.AsSpan(sizeof(long))) : null;
    }

    private IDataProtector Protector(string[] purpose) => protection.CreateProtector("Cloison.Passkeys", purpose);
}
