using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using Cloison.Contracts;

namespace Cloison.Server.Platform.Access;

/// <summary>
/// The text of an API key: <c>cl_live_&lt;12-character id&gt;_&lt;43 base62 digits, 256 random bits&gt;_&lt;check&gt;</c>. The fixed beginning lets secret
/// scanners find leaked keys; the check (CRC-32C in hexadecimal, over all before it) lets them, and us, tell a key from noise without a look-up.
/// </summary>
internal static class ApiKeySecret
{
    private const string Base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int IdLength = 12;
    private const int SecretLength = 43;
    private const int CheckLength = 8;

    public static string New(KeyEnvironment environment)
    {
        var body = $"{Start(environment)}{RandomNumberGenerator.GetString(Base62, IdLength)}_{RandomNumberGenerator.GetString(Base62, SecretLength)}";
        return $"{body}_{Check(body)}";
    }

    /// <summary>The part that may be shown later, to recognise a key by.</summary>
    public static string PrefixOf(string key) => key[..(Start(KeyEnvironment.Test).Length + IdLength)];

    public static bool IsWellFormed(string key)
    {
        var start = Start(KeyEnvironment.Test).Length;
        if (key.Length != start + IdLength + 1 + SecretLength + 1 + CheckLength)
            return false;
        if (!key.StartsWith(Start(KeyEnvironment.Test), StringComparison.Ordinal) && !key.StartsWith(Start(KeyEnvironment.Live), StringComparison.Ordinal))
            return false;
        var body = key[..^(CheckLength + 1)];
        return key[body.Length] == '_' && key.EndsWith(Check(body), StringComparison.Ordinal);
    }

    /// <summary>
    /// The key in an Authorization header, well-formed or not: Bearer, or Basic with the key as user name and no password (as Scale's clients send it).
    /// Null when the header is absent or about something else, such as the password of a proxy in front of us.
    /// </summary>
    public static string? From(string? authorization)
    {
        if (authorization is null)
            return null;
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return authorization["Bearer ".Length..].Trim();
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
            return null;
        var encoded = Encoding.ASCII.GetBytes(authorization["Basic ".Length..].Trim());
        if (encoded.Length > 512 || !Base64.IsValid(encoded))
            return null;
        var pair = Encoding.UTF8.GetString(Convert.FromBase64String(Encoding.ASCII.GetString(encoded)));
        return pair.StartsWith("cl_", StringComparison.Ordinal) && pair.EndsWith(':') ? pair[..^1] : null;
    }

    private static string Start(KeyEnvironment environment) => environment == KeyEnvironment.Live ? "cl_live_" : "cl_test_";

    private static string Check(string body)
    {
        var crc = Encoding.ASCII.GetBytes(body).Aggregate(uint.MaxValue, BitOperations.Crc32C);
        return (~crc).ToString("x8");
    }
}
