using System.Text.Json;

namespace Cloison.Server.Platform.Http;

/// <summary>An enum in an address, spelt as in JSON: <c>?state=in_review</c>. The framework's own binding wants the C# spelling.</summary>
internal readonly record struct Word<T>(T Value) where T : struct, Enum
{
    private static readonly Dictionary<string, T> Words =
        Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()), StringComparer.Ordinal);

    public static bool TryParse(string? text, IFormatProvider? provider, out Word<T> word)
    {
        var isKnown = Words.TryGetValue(text ?? "", out var value);
        word = new(value);
        return isKnown;
    }
}
