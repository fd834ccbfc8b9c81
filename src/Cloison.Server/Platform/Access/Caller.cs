using Cloison.Contracts;

namespace Cloison.Server.Platform.Access;

/// <summary>Who asks: a person by session, or a customer's program by API key. Made by <see cref="CallerAuthentication"/>, never by a handler.</summary>
/// <param name="Person">The person of the session; for a key, the person who made it.</param>
/// <param name="Customer">The compartment that the session or key is bound to; absent when the person has no role there (any more).</param>
/// <param name="Session">The session; absent for a key.</param>
/// <param name="Key">The key; absent for a session.</param>
internal sealed record Caller(
    PersonId Person,
    CustomerId? Customer,
    RoleSet Roles,
    bool IsOperator,
    SessionId? Session,
    ApiKeyId? Key,
    KeyEnvironment Environment,
    KeyScopeSet Scopes)
{
    /// <summary>Present when the session has no role here but came through broken glass.</summary>
    public CallerGlass? Glass { get; init; }

    /// <summary>The customer, where a policy of <see cref="Policies.InCompartment"/> has made sure of one.</summary>
    /// <exception cref="InvalidOperationException">The route's policy does not ask for a customer.</exception>
    public CustomerId OwnCustomer => Customer ?? throw new InvalidOperationException("This route's policy does not make sure of a customer.");

    /// <summary>The session, where the policy is for sessions only.</summary>
    /// <exception cref="InvalidOperationException">The caller came with a key.</exception>
    public SessionId OwnSession => Session ?? throw new InvalidOperationException("This route's policy lets keys in.");

    /// <summary>Lets handlers take the caller as a parameter; null, on a public route, for somebody unknown.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<Caller>());
}
