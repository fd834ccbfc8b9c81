using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Cloison.Formats.Files;

/// <summary>
/// Names of files that come from others: made relative with '/' between folders and in Unicode NFC, or refused. Nothing is ever
/// written to disk under such a name, but they go back out in exports, where somebody will unpack them.
/// </summary>
public static class FileName
{
    public const int MaxLength = 1_024;

    /// <param name="reason">Why the name is refused.</param>
    public static bool TryNormalise(string raw, [NotNullWhen(true)] out string? name, [NotNullWhen(false)] out string? reason)
    {
        (name, reason) = (null, null);
        if (raw.Length is 0 or > MaxLength)
            reason = $"A file's name has 1 to {MaxLength} characters.";
        else if (!IsWellFormed(raw))
            reason = "The file's name is not valid Unicode.";
        else if (raw.Any(c => char.IsControl(c) || c == ':'))
            reason = "The file's name has a control character or a colon.";
        if (reason is not null)
            return false;

        var parts = raw.Normalize(NormalizationForm.FormC).Replace('\\', '/').Split('/');
        if (parts[0].Length == 0)
            reason = "The file's name is absolute.";
        else if (parts.Contains(".."))
            reason = "The file's name leaves its folder ('..').";
        var kept = parts.Where(p => p is not ("" or ".")).ToArray();
        if (kept.Length == 0)
            reason ??= "The file has no name.";
        if (reason is not null)
            return false;
        name = string.Join('/', kept);
        return true;
    }

    /// <summary>The name without its extension, folders kept.</summary>
    public static string WithoutExtension(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot > name.LastIndexOf('/') + 1 ? name[..dot] : name;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return false;
        return true;
    }
}
