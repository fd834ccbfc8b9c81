using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Cloison.ServerTests.People;

/// <summary>One passkey (ES256, attestation "none"), made and used as a browser with a platform authenticator does it. WebAuthn Level 3, section 6.</summary>
internal sealed class SoftAuthenticator : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte BackupEligibleAndBackedUp = 0x18;
    private const byte HasCredential = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private string? userHandle;

    public required string Origin { get; set; }

    public bool VerifiesUser { get; set; } = true;

    /// <returns>What navigator.credentials.create() gives, as JSON.</returns>
    public string Create(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        var root = options.RootElement;
        userHandle = root.GetProperty("user").GetProperty("id").GetString();
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        byte[] cose = [0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32, .. point.X!, 0x22, 0x58, 32, .. point.Y!];
        byte[] attested = [.. new byte[16], 0, (byte)id.Length, .. id, .. cose];
        byte[] data = [.. Head(root.GetProperty("rp").GetProperty("id").GetString()!, HasCredential), .. attested];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x58, checked((byte)data.Length), .. data];
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(ClientData("webauthn.create", root)),
            attestationObject = Base64Url.EncodeToString(attestation),
            transports = new[] { "internal" },
        });
    }

    /// <returns>What navigator.credentials.get() gives, as JSON.</returns>
    public string Get(string optionsJson)
    {
        using var options = JsonDocument.Parse(optionsJson);
        var root = options.RootElement;
        var head = Head(root.GetProperty("rpId").GetString()!, 0);
        var clientData = ClientData("webauthn.get", root);
        return Credential(new
        {
            clientDataJSON = Base64Url.EncodeToString(clientData),
            authenticatorData = Base64Url.EncodeToString(head),
            signature = Base64Url.EncodeToString(key.SignData([.. head, .. SHA256.HashData(clientData)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            userHandle,
        });
    }

    public void Dispose() => key.Dispose();

    // A synchronised passkey: it never counts its uses.
    private byte[] Head(string server, byte more)
    {
        var head = new byte[37];
        SHA256.HashData(Encoding.UTF8.GetBytes(server), head);
        head[32] = (byte)(UserPresent | (VerifiesUser ? UserVerified : 0) | BackupEligibleAndBackedUp | more);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(33), 0);
        return head;
    }

    private byte[] ClientData(string type, JsonElement options) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge = options.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });

    private string Credential(object response) => JsonSerializer.Serialize(new
    {
        id = Base64Url.EncodeToString(id),
        rawId = Base64Url.EncodeToString(id),
        type = "public-key",
        clientExtensionResults = new { },
        authenticatorAttachment = "platform",
        response,
    });

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];
}
