using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Cloison.Server.Platform.Access;

/// <summary>How an asset is wanted.</summary>
internal enum ContentKind
{
    /// <summary>Without its metadata.</summary>
    Shown,
    Thumbnail,

    /// <summary>As it came in.</summary>
    Original,
}

/// <summary>What an address of the content origin stands for: one asset, in one way, for one session, shortly.</summary>
/// <param name="Origin">The page that may read the bytes: the product's.</param>
internal sealed record ContentPass(SessionId Session, ProjectId Project, AssetId Asset, ContentKind Kind, string Origin, DateTimeOffset ExpiresAt);

/// <summary>
/// Makes and reads passes. Their key is this process's own and is nowhere else: a pass lives a minute, and a restart ends all of them. A pass makes
/// nobody more than his session is: it is looked up anew at each use, and every gate of the product's own address is passed again.
/// </summary>
internal sealed class ContentPasses(TimeProvider clock)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public string Make(SessionId session, ProjectId project, AssetId asset, ContentKind kind, string origin)
    {
        var expiresAt = (clock.GetUtcNow() + Life).ToUnixTimeMilliseconds();
        var said = Encoding.UTF8.GetBytes($"{expiresAt}|{session}|{project}|{asset}|{(int)kind}|{origin}");
        return $"{Base64Url.EncodeToString(said)}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, said))}";
    }

    /// <returns>Null when we did not make it, or when it is over.</returns>
    public ContentPass? Read(string? text)
    {
        if (text?.Split('.') is not [var saidText, var macText] || text.Length > 1_000)
            return null;
        byte[] said, mac;
        try
        {
            (said, mac) = (Base64Url.DecodeFromChars(saidText), Base64Url.DecodeFromChars(macText));
        }
        catch (FormatException)
        {
            return null;
        }

        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, said), mac))
            return null;
        var parts = Encoding.UTF8.GetString(said).Split('|');
        var expiresAt = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture));
        return expiresAt > clock.GetUtcNow() && SessionId.TryParse(parts[1], out var session) && ProjectId.TryParse(parts[2], out var project) && AssetId.TryParse(parts[3], out var asset)
            ? new(session, project, asset, (ContentKind)int.Parse(parts[4], CultureInfo.InvariantCulture), parts[5], expiresAt)
            : null;
    }
}
