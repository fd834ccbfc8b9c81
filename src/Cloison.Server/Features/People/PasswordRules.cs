namespace Cloison.Server.Features.People;

/// <summary>Length and no obvious guesses; no rules of composition, which only make passwords worse (NIST SP 800-63B, OWASP ASVS 5.0 6.2).</summary>
internal static class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>Bounds the work that one request can ask for.</summary>
    public const int MaxLength = 256;

    /// <summary>Why this cannot be a password; null when it can.</summary>
    public static string? Check(string password, string email, string displayName)
    {
        if (password.Length < MinLength)
            return $"At least {MinLength} characters.";
        if (password.Length > MaxLength)
            return $"At most {MaxLength} characters.";
        var folded = password.Trim().ToLowerInvariant();
        if (Resembles(folded, email) || Resembles(folded, email.Split('@')[0]) || Resembles(folded, displayName))
            return "It must not be made of your name or e-mail.";
        return CommonPasswords.Contain(folded) || IsRepetition(folded) ? "This is one of the first passwords that anybody would try." : null;
    }

    // "jane.doe@x.example1": what is left without the name must itself be half a password.
    private static bool Resembles(string folded, string name)
    {
        var part = name.Trim().ToLowerInvariant();
        return part.Length >= 3 && folded.Replace(part, "", StringComparison.Ordinal).Length < MinLength / 2;
    }

    // "aaaaaaaaaaaa", "abcabcabcabc", "passwordpassword".
    private static bool IsRepetition(string text)
    {
        for (var unit = 1; unit <= text.Length / 2; unit++)
            if (text.AsSpan(unit).SequenceEqual(text.AsSpan(0, text.Length - unit)))
                return true;
        return false;
    }
}
