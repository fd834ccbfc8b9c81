using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Cloison.Transparency.Signatures;

/// <summary>The few functions of OpenSSL's libcrypto that .NET 10 does not offer. The library is the one that .NET itself loads on Linux.</summary>
internal static class LibCrypto
{
    /// <summary>NID_ED25519</summary>
    public const int Ed25519 = 1087;

    private static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto-3-x64.dll", "libcrypto-3-arm64.dll", "libcrypto.3.dylib"];
    private static readonly Lazy<nint> Library = new(Load);

    private delegate nint NewKey(int type, nint engine, byte[] bytes, nuint length);

    private delegate void FreeKey(nint key);

    private delegate int GetBytes(nint key, byte[] bytes, ref nuint length);

    private delegate nint NewContext();

    private delegate void FreeContext(nint context);

    private delegate int SignInit(nint context, nint keyContext, nint digest, nint engine, nint key);

    private delegate int Sign(nint context, byte[] signature, ref nuint signatureLength, byte[] message, nuint messageLength);

    /// <summary>Free with <see cref="Free"/>.</summary>
    public static nint PrivateKey(int type, byte[] bytes)
    {
        var key = Function<NewKey>("EVP_PKEY_new_raw_private_key")(type, 0, bytes, (nuint)bytes.Length);
        return key != 0 ? key : throw new CryptographicException("The key was refused.");
    }

    public static void Free(nint key) => Function<FreeKey>("EVP_PKEY_free")(key);

    public static byte[] PublicBytes(nint key, int count)
    {
        var bytes = new byte[count];
        var length = (nuint)count;
        return Function<GetBytes>("EVP_PKEY_get_raw_public_key")(key, bytes, ref length) == 1 && length == (nuint)count ? bytes : throw new CryptographicException("The key has no public part.");
    }

    /// <summary>Signs the message as it is, without a digest of ours before.</summary>
    public static byte[] SignMessage(nint key, byte[] message, int signatureBytes)
    {
        var context = Function<NewContext>("EVP_MD_CTX_new")();
        try
        {
            var signature = new byte[signatureBytes];
            var length = (nuint)signatureBytes;
            if (Function<SignInit>("EVP_DigestSignInit")(context, 0, 0, 0, key) != 1
                || Function<Sign>("EVP_DigestSign")(context, signature, ref length, message, (nuint)message.Length) != 1 || length != (nuint)signatureBytes)
                throw new CryptographicException("Signing failed.");
            return signature;
        }
        finally
        {
            Function<FreeContext>("EVP_MD_CTX_free")(context);
        }
    }

    private static T Function<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(Library.Value, name));

    private static nint Load()
    {
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, out var library))
                return library;
        throw new PlatformNotSupportedException($"Signing needs OpenSSL 1.1.1 or newer: none of {string.Join(", ", Names)} was found.");
    }
}
