using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;
using Cloison.Domain;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Sealing;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>
/// Both WebAuthn ceremonies. What the server must remember between challenge and answer travels with the browser, sealed, so that
/// any node can check the answer.
/// </summary>
internal sealed class PasskeyCeremony(IPasskeyHandler<PersonAccount> handler, ControlSealer sealer, AccessSettings settings, TimeProvider clock)
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
    /// <returns>Also the hash of the challenge, by which it is known when it comes again (the sealed text would not do: base64 has variants).</returns>
    public async Task<(PersonAccount Account, UserPasskeyInfo Passkey, byte[] Challenge)?> FinishSignInAsync(PasskeyAnswer answer, HttpContext http)
    {
        if (Open(SignIn, answer.State) is not { } state)
            return null;
        var result = await handler.PerformAssertionAsync(new() { HttpContext = http, CredentialJson = answer.CredentialJson, AssertionState = state });
        return result.Succeeded ? (result.User, result.Passkey, SHA256.HashData(Encoding.UTF8.GetBytes(state))) : null;
    }

    /// <summary>The server's name is part of every passkey: only the configured one, or localhost, never whatever a request calls us.</summary>
    private bool IsPossible(HttpContext http) => settings.PublicUrl is not null || http.Request.Host.Host == "localhost";

    private const string SignIn = "passkeys/sign-in";

    private static string Registration(PersonId person) => $"passkeys/registration/{person}";

    private string Seal(string purpose, string? state)
    {
        var expiresAt = (clock.GetUtcNow() + Life).ToUnixTimeMilliseconds();
        return Base64Url.EncodeToString(sealer.Seal(purpose, $"{expiresAt} {state ?? throw new InvalidOperationException("The passkey handler gave no state.")}"));
    }

    private string? Open(string purpose, string state)
    {
        string text;
        try
        {
            text = sealer.Open(purpose, Base64Url.DecodeFromChars(state));
        }
        catch (Exception e) when (e is SealBrokenException or FormatException)
        {
            return null;
        }

        var end = text.IndexOf(' ', StringComparison.Ordinal);
        var expiresAt = long.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture);
        return expiresAt >= clock.GetUtcNow().ToUnixTimeMilliseconds() ? text[(end + 1)..] : null;
    }
}
