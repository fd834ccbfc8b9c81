namespace Cloison.Server.Features.People;

internal static class Email
{
    private const int MaxLength = 254;

    /// <summary>By this form accounts are told apart: case does not count.</summary>
    public static string Normalize(string email) => email.Trim().ToUpperInvariant();

    /// <summary>Deliberately loose: only a letter that arrives proves an address.</summary>
    public static bool IsPlausible(string email)
    {
        var text = email.Trim();
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && text.Length <= MaxLength
            && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
    }
}
