using System.Text;
using System.Text.Json;

namespace Cloison.Client;

/// <summary>Builds an address with its query; what is null is left out.</summary>
internal static class Query
{
    public static string With(string path, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var address = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (value is null)
                continue;
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(Text(value)));
            separator = '&';
        }

        return address.ToString();
    }

    // Enums are spelt as in JSON.
    private static string Text(object value) => value is Enum ? JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()!) : value.ToString()!;
}
