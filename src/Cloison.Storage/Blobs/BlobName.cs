using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Cloison.Storage.Blobs;

/// <summary>
/// The name of content: HMAC-SHA256(the project's content-address key, SHA-256 of the plain bytes) in 64 lower-case hex digits.
/// Keyed, so that nobody can test for a file he has; per project, so that equal files of two projects have unrelated names.
/// </summary>
public readonly record struct BlobName
{
    internal const int Digits = 64;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");
    private readonly string? text;

    private BlobName(string text) => this.text = text;

    public string Text => text ?? "";

    /// <summary>Accepts exactly what <see cref="Text"/> gives: never a path.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BlobName name)
    {
        var ok = text is { Length: Digits } && !text.AsSpan().ContainsAnyExcept(HexDigits);
        name = ok ? new(text!) : default;
        return ok;
    }

    public override string ToString() => Text;

    internal static BlobName Of(ReadOnlySpan<byte> contentAddressKey, ReadOnlySpan<byte> sha256) =>
        new(Convert.ToHexStringLower(HMACSHA256.HashData(contentAddressKey, sha256)));
}
