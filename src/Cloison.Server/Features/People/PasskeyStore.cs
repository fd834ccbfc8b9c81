using Cloison.Domain.Ids;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Databases;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>
/// What ASP.NET Core Identity's passkey handler looks up while it checks a ceremony. It only reads: what a ceremony changes is written
/// by the use case, together with the session or the audit that belongs to it, in one transaction.
/// </summary>
internal sealed class PasskeyStore(ControlDatabase control) : IUserPasskeyStore<PersonAccount>
{
    public Task<PersonAccount?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        PersonId.TryParse(userId, out var id) ? control.ReadAsync(db => Enabled(PersonRows.Find(db, id)), cancellationToken) : Task.FromResult<PersonAccount?>(null);

    public Task<PersonAccount?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        control.ReadAsync(db => Enabled(PersonRows.FindByEmail(db, normalizedUserName)), cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PersonAccount user, CancellationToken cancellationToken) => await control.ReadAsync(
        db => db.List(
            "SELECT credential_id, name, data FROM passkeys WHERE person = @person ORDER BY id LIMIT 100",
            row => StoredPasskey.Read(row.Bytes(0), row.GetString(1), row.Bytes(2)),
            ("@person", user.Id.Text)),
        cancellationToken);

    public Task<PersonAccount?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => control.ReadAsync(
        db => db.First("SELECT person FROM passkeys WHERE credential_id = @id", row => (PersonId?)row.Id<PersonKind>(0), ("@id", credentialId)) is { } person
            ? PersonRows.Find(db, person)
            : null,
        cancellationToken);

    public Task<UserPasskeyInfo?> FindPasskeyAsync(PersonAccount user, byte[] credentialId, CancellationToken cancellationToken) => control.ReadAsync(
        db => db.First(
            "SELECT credential_id, name, data FROM passkeys WHERE credential_id = @id AND person = @person",
            row => StoredPasskey.Read(row.Bytes(0), row.GetString(1), row.Bytes(2)),
            ("@id", credentialId), ("@person", user.Id.Text)),
        cancellationToken);

    public Task<string> GetUserIdAsync(PersonAccount user, CancellationToken cancellationToken) => Task.FromResult(user.Id.Text);

    public Task<string?> GetUserNameAsync(PersonAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Email);

    public Task<string?> GetNormalizedUserNameAsync(PersonAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(Email.Normalize(user.Email));

    public Task AddOrUpdatePasskeyAsync(PersonAccount user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw ReadOnly();

    public Task RemovePasskeyAsync(PersonAccount user, byte[] credentialId, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetUserNameAsync(PersonAccount user, string? userName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(PersonAccount user, string? normalizedName, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(PersonAccount user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(PersonAccount user, CancellationToken cancellationToken) => throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(PersonAccount user, CancellationToken cancellationToken) => throw ReadOnly();

    public void Dispose()
    {
        // The database is the server's, not ours.
    }

    private static PersonAccount? Enabled(PersonAccount? account) => account is { IsDisabled: false } ? account : null;

    private static NotSupportedException ReadOnly() => new("Persons and passkeys are changed by the use cases, in their transactions.");
}
