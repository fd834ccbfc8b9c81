using System.Buffers.Text;
using System.Security.Cryptography;

namespace Cloison.Server.Platform.Access;

/// <summary>A token of 32 random bytes, base64url: of a session, an invitation, the set-up. The text goes to its owner once; we keep the hash.</summary>
internal sealed record SecretToken(string Text)
{
    private const int Bytes = 32;

    public TokenHash Hash { get; } = TokenHash.Of(Text);

    public static SecretToken New() => new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    /// <summary>Logs and exceptions must not show it.</summary>
    public override string ToString() => "(secret)";
}
