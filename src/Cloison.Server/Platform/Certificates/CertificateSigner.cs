using System.Security.Cryptography;
using Cloison.Server.Platform.Access;
using Cloison.Storage.Compartments;
using Cloison.Storage.Sealing;
using Cloison.Transparency.Notes;
using Cloison.Transparency.Signatures;

namespace Cloison.Server.Platform.Certificates;

/// <summary>
/// Signs what customers keep: certificates and the manifests of exports. One key for the installation, made at first use and sealed in the control database, so that it
/// outlives every customer's own keys.
/// </summary>
internal sealed class CertificateSigner(ControlDatabase control, Installation installation) : IDisposable
{
    private const string KeyName = "cloison/certificates";
    private const string Setting = "certificate_seed";
    private static readonly SealContext Place = new("settings", "value", Setting);

    private readonly SemaphoreSlim opening = new(1);
    private Ed25519Key? key;

    /// <summary>What the signatures are verified with, as customers are given it: <c>name+id+key</c>.</summary>
    public async Task<string> PublicKeyAsync(CancellationToken ct) => new LogSigner(KeyName, await KeyAsync(ct)).Key.ToString();

    /// <param name="text">Ends with a line end.</param>
    /// <returns>The signed note, as it is stored and sent.</returns>
    public async Task<string> SignAsync(string text, CancellationToken ct) => SignedNote.Sign(text, new LogSigner(KeyName, await KeyAsync(ct))).ToString();

    public void Dispose()
    {
        key?.Dispose();
        opening.Dispose();
    }

    private async Task<Ed25519Key> KeyAsync(CancellationToken ct)
    {
        if (key is { } known)
            return known;
        await opening.WaitAsync(ct);
        try
        {
            if (key is not null)
                return key;
            var sealer = installation.ControlKeys.ForCompartment();
            var fresh = RandomNumberGenerator.GetBytes(Ed25519.SeedBytes);
            var sealedSeed = sealer.Seal(Place, fresh);
            CryptographicOperations.ZeroMemory(fresh);
            // Another one may have been first: what is stored counts.
            var stored = await control.WriteAsync(
                db =>
                {
                    db.Execute("INSERT INTO settings (name, value) VALUES (@name, @value) ON CONFLICT (name) DO NOTHING", ("@name", Setting), ("@value", sealedSeed));
                    return db.First("SELECT value FROM settings WHERE name = @name", row => (byte[])row.GetValue(0), ("@name", Setting))!;
                },
                ct);
            var seed = sealer.Open(Place, stored);
            key = Ed25519Key.FromSeed(seed);
            CryptographicOperations.ZeroMemory(seed);
            return key;
        }
        finally
        {
            opening.Release();
        }
    }
}
