using Cloison.Domain.People;

namespace Cloison.Contracts;

public sealed record SetupState(bool Needed);

/// <summary>The first administrator and the first customer, made with the one-time token of the setup link.</summary>
public sealed record SetUp(string Token, string DisplayName, string Email, string Password, string CustomerName);

public sealed record SignIn(string Email, string Password);

/// <summary>Who is asking, and for which customer.</summary>
/// <param name="Customer">The compartment that this session or key is bound to; absent when the person has none.</param>
/// <param name="Customers">Every customer that the person may switch to.</param>
/// <param name="IsOwner">He owns a part of the host, or sits on its board: no customer is shown to him, whatever his roles.</param>
public sealed record Me(
    PersonId Person,
    string DisplayName,
    string Email,
    bool IsOperator,
    CustomerSummary? Customer,
    IReadOnlyList<Role> Roles,
    IReadOnlyList<CustomerSummary> Customers,
    string? Language = null,
    string? Theme = null,
    IReadOnlyDictionary<string, string>? Hotkeys = null,
    GlassSession? Glass = null,
    bool MayAskForGlass = false,
    bool IsOwner = false);

public sealed record CustomerSummary(CustomerId Id, string Name);

/// <summary>A customer as the operator sees it: what it is called and whether it can work. No content, and nothing of how much is done.</summary>
/// <param name="IsHouse">The operator's own.</param>
/// <param name="Custody">Absent: its keys were not needed since this server started, so nobody knows whether their custodian answers.</param>
/// <param name="Log">Absent: as <paramref name="Custody"/>, or the log cannot be opened.</param>
/// <param name="HeadSignedAt">When the access log was signed last.</param>
public sealed record CustomerStanding(
    CustomerId Id, string Name, string CodeName, bool IsHouse, CustodyState? Custody = null, LogState? Log = null, DateTimeOffset? HeadSignedAt = null);

public sealed record UpdateMe(string? DisplayName = null, string? Language = null, string? Theme = null, IReadOnlyDictionary<string, string>? Hotkeys = null);

public sealed record ChangePassword(string Current, string New);

/// <summary>Confirms that a session is still its person's, before something that outlives it is made.</summary>
public sealed record ProvePassword(string Password);

public sealed record SwitchCustomer(CustomerId Customer);

public sealed record NewCustomer(string Name);

/// <param name="Invitation">For the customer's first administrator: the operator who makes a customer has no role there.</param>
public sealed record CreatedCustomer(CustomerId Id, string Name, NewInvitation Invitation);

/// <param name="IsCurrent">Whether this is the session that asks.</param>
public sealed record SessionSummary(SessionId Id, DateTimeOffset CreatedAt, DateTimeOffset LastSeenAt, string Device, string Address, bool IsCurrent);

public sealed record PasskeySummary(PasskeyId Id, string Name, DateTimeOffset CreatedAt);

/// <param name="OptionsJson">What <c>navigator.credentials</c> takes, as JSON (WebAuthn Level 3).</param>
/// <param name="State">Sealed; to be sent back with the credential within five minutes.</param>
public sealed record PasskeyChallenge(string OptionsJson, string State);

public sealed record PasskeyAnswer(string CredentialJson, string State, string? Name = null);

public sealed record PersonSummary(PersonId Id, string DisplayName, string Email, IReadOnlyList<Role> Roles, DateTimeOffset JoinedAt, DateTimeOffset? LastSeenAt);

public sealed record SetRoles(IReadOnlyList<Role> Roles);

public sealed record Invite(string? Email, IReadOnlyList<Role> Roles);

/// <param name="Link">Shown once: the address that the invited person opens. Its secret is in the fragment, which no server log sees.</param>
public sealed record NewInvitation(InvitationId Id, string Link, DateTimeOffset ExpiresAt);

public sealed record InvitationSummary(InvitationId Id, string? Email, IReadOnlyList<Role> Roles, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

public sealed record InvitationToken(string Token);

public sealed record InvitationPreview(string CustomerName, string? Email, IReadOnlyList<Role> Roles, bool HasAccount);

/// <summary>Joins with a new account, or, signed in, with the present one (name and password are then absent).</summary>
public sealed record AcceptInvitation(string Token, string? DisplayName = null, string? Email = null, string? Password = null);

public enum KeyEnvironment
{
    Test,
    Live,
}

public enum KeyScope
{
    Read,
    Write,
    Export,
    Administer,

    /// <summary>Reads and verifies the access log.</summary>
    Audit,
}

public sealed record NewApiKey(string Name, KeyEnvironment Environment, IReadOnlyList<KeyScope> Scopes, DateTimeOffset? ExpiresAt = null);

/// <param name="Secret">Shown once.</param>
public sealed record CreatedApiKey(ApiKeyId Id, string Secret);

public sealed record ApiKeySummary(
    ApiKeyId Id, string Name, string Prefix, KeyEnvironment Environment, IReadOnlyList<KeyScope> Scopes,
    DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? LastUsedAt);

/// <summary>An account that was erased, and of which the wall still needs something.</summary>
/// <param name="KeptUntil">When his last cooling-off ends, as it is demanded now; absent while an interest of his has not ended.</param>
/// <param name="IsHeld">Kept whatever the time.</param>
public sealed record ErasedPerson(PersonId Person, DateTimeOffset ErasedAt, DateTimeOffset? KeptUntil, bool IsHeld);

public sealed record HoldErased(bool Held);
