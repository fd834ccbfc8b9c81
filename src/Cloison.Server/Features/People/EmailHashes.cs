using Cloison.Storage.Sealing;

namespace Cloison.Server.Features.People;

/// <summary>Keyed hashes of e-mail addresses: who has not the installation's key can neither read nor try them.</summary>
internal sealed class EmailHashes(BlindIndex index)
{
    public byte[] Of(string email) => index.Of("erased_people.email_hash", Email.Normalize(email));
}
