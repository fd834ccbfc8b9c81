using System.Text;

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
            address.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value.ToString()!));
            separator = '&';
        }

        return address.ToString();
    }
}
