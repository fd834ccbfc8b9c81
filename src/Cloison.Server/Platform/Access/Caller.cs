using Cloison.Contracts;
using Cloison.Domain.People;

namespace Cloison.Server.Platform.Access;

/// <summary>Who asks: a person by session, or a customer's program by API key. Made by <see cref="CallerAuthentication"/>, never by a handler.</summary>
/// <param name="Person">The person of the session; for a key, the person who made it.</param>
/// <param name="Customer">The compartment that the session or key is bound to.</param>
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
    KeyScopeSet Scopes);
