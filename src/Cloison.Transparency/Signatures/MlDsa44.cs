using System.Security.Cryptography;

namespace Cloison.Transparency.Signatures;

/// <summary>ML-DSA-44 (FIPS 204), where the platform has it: OpenSSL 3.5, or Windows of 2025. A verifier elsewhere says that it cannot check, and relies on Ed25519.</summary>
public static class MlDsa44
{
    public const int SeedBytes = 32;
    public const int PublicKeyBytes = 1312;
    public const int SignatureBytes = 2420;

    public static bool IsSupported => MLDsa.IsSupported;

    /// <exception cref="PlatformNotSupportedException">This machine cannot check it.</exception>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureBytes)
            return false;
        using var key = MLDsa.ImportMLDsaPublicKey(MLDsaAlgorithm.MLDsa44, publicKey);
        return key.VerifyData(message, signature);
    }
}
