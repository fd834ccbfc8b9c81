using System.Collections.Frozen;

namespace Cloison.Server.Features.People;

/// <summary>
/// The stems of the passwords that lists of leaked ones begin with, as far as they can reach twelve characters: a stem with digits and
/// signs around it is the same guess.
/// </summary>
internal static class CommonPasswords
{
    private static readonly FrozenSet<string> Stems = new[]
    {
        "", "abc", "abcd", "abcdef", "abcdefgh", "abcdefghijkl", "admin", "administrator", "administration", "angel", "annotator", "asdf", "asdfgh", "asdfghjkl",
        "azerty", "azertyuiop", "baseball", "basketball", "batman", "changeme", "changeit", "charlie", "chocolate", "cloison", "computer", "correcthorsebatterystaple",
        "daniel", "default", "dragon", "football", "freedom", "google", "guest", "hello", "helloworld", "iloveyou", "iloveyousomuch", "internet", "jesus", "jesuschrist",
        "justinbieber", "killer", "label", "labelling", "labeling", "letmein", "letmeinplease", "liverpool", "liverpoolfc", "login", "love", "manchesterunited",
        "master", "michael", "monkey", "motdepasse", "mustang", "mypassword", "myspace", "ninja", "p@ssw0rd", "pa$$word", "pass", "passw0rd", "passwd", "password",
        "passwordpassword", "passwort", "pokemon", "princess", "q1w2e3r4t5y6", "q1w2e3r4t5y6u7i8", "1q2w3e4r5t6y", "1q2w3e4r5t6y7u8i", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv", "qazwsx", "qazwsxedc",
        "qazwsxedcrfv", "qwerty", "qwertyqwerty", "qwertyuiop", "qwertyuiopasdf", "qwertz", "qwertzuiop", "root", "samsung", "secret", "secretpassword", "shadow",
        "starwars", "summer", "sunshine", "superman", "superuser", "temp", "temporary", "test", "testing", "thisisapassword", "trustno", "user", "username", "welcome", "welcomehome",
        "whatever", "winter", "yourpassword", "zaq12wsx", "zaq12wsxcde3", "zxcvbn", "zxcvbnm", "zxcvbnmasdfghjkl",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <param name="folded">In lower case.</param>
    public static bool Contain(string folded) => Stems.Contains(folded) || Stems.Contains(new string([.. folded.SkipWhile(NoLetter).Reverse().SkipWhile(NoLetter).Reverse()]));

    private static bool NoLetter(char c) => !char.IsLetter(c);
}
