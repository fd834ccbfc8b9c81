namespace Cloison.Server.Features.People;

/// <summary>How long an account refuses passwords after wrong ones. Passkeys are never locked: nobody guesses them, so nobody can be kept out.</summary>
internal static class SignInLock
{
    /// <summary>Wrong passwords that are forgiven.</summary>
    public const int Free = 5;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>30 s after the fifth wrong password in a row, twice as long after each further one, at most 15 min; null: not locked.</summary>
    public static TimeSpan? After(long failures)
    {
        if (failures < Free)
            return null;
        var doublings = Math.Min(failures - Free, 10);
        var length = First * Math.Pow(2, doublings);
        return length < Longest ? length : Longest;
    }
}
