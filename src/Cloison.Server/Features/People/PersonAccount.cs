namespace Cloison.Server.Features.People;

/// <summary>What signing in needs of a person.</summary>
internal sealed record PersonAccount(PersonId Id, string Email, string DisplayName, string? PasswordHash, bool IsDisabled);
