using Cloison.Domain;

namespace Cloison.Server.Features.People;

/// <summary>What names, e-mails and passwords must be.</summary>
internal static class PersonRules
{
    private const int MaxNameLength = 100;

    public static List<InputError> CheckNewPerson(string displayName, string email, string password)
    {
        var errors = new List<InputError>();
        AddIf(errors, "displayName", CheckName(displayName));
        AddIf(errors, "email", Email.IsPlausible(email) ? null : "This is not an e-mail address.");
        AddIf(errors, "password", PasswordRules.Check(password, email, displayName));
        return errors;
    }

    /// <summary>Why this cannot be a name (of a person, customer, key or passkey); null when it can.</summary>
    public static string? CheckName(string name) => name.Trim() switch
    {
        "" => "A name is needed.",
        { Length: > MaxNameLength } => $"At most {MaxNameLength} characters.",
        var text when text.Any(char.IsControl) => "Control characters cannot be part of a name.",
        _ => null,
    };

    public static void AddIf(List<InputError> errors, string path, string? reason)
    {
        if (reason is not null)
            errors.Add(new(path, reason));
    }
}
