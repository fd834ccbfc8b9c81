using System.Text.Json;
using Cloison.Domain.Json;
using Microsoft.AspNetCore.Identity;

namespace Cloison.Server.Features.People;

/// <summary>What a passkey's row keeps beside its credential id: the framework's credential record as JSON. All of it is public.</summary>
internal sealed record StoredPasskey(
    byte[] PublicKey, DateTimeOffset CreatedAt, uint SignCount, string[]? Transports, bool IsUserVerified, bool IsBackupEligible, bool IsBackedUp,
    byte[] AttestationObject, byte[] ClientDataJson)
{
    public static byte[] Write(UserPasskeyInfo passkey) => JsonSerializer.SerializeToUtf8Bytes(
        new StoredPasskey(
            passkey.PublicKey, passkey.CreatedAt, passkey.SignCount, passkey.Transports, passkey.IsUserVerified, passkey.IsBackupEligible, passkey.IsBackedUp,
            passkey.AttestationObject, passkey.ClientDataJson),
        DomainJson.Options);

    public static UserPasskeyInfo Read(byte[] credentialId, string name, byte[] data)
    {
        var stored = JsonSerializer.Deserialize<StoredPasskey>(data, DomainJson.Options)!;
        return new(
            credentialId, stored.PublicKey, stored.CreatedAt, stored.SignCount, stored.Transports, stored.IsUserVerified, stored.IsBackupEligible, stored.IsBackedUp,
            stored.AttestationObject, stored.ClientDataJson)
        {
            Name = name,
        };
    }
}
