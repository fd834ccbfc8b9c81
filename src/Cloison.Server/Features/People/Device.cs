namespace Cloison.Server.Features.People;

/// <summary>Names a browser well enough for its owner to recognise it in the list of his sessions.</summary>
internal static class Device
{
    // The order decides: every browser also claims to be the ones after it.
    private static readonly (string Mark, string Name)[] Browsers =
        [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];

    private static readonly (string Mark, string Name)[] Systems =
        [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Describe(string? userAgent)
    {
        var browser = Name(Browsers, userAgent);
        var system = Name(Systems, userAgent);
        return (browser, system) switch
        {
            (null, null) => "",
            (_, null) => browser,
            (null, _) => system,
            _ => $"{browser}, {system}",
        };
    }

    private static string? Name((string Mark, string Name)[] known, string? userAgent) =>
        known.FirstOrDefault(k => userAgent?.Contains(k.Mark, StringComparison.Ordinal) == true).Name;
}
