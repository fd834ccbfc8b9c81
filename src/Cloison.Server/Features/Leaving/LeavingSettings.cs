namespace Cloison.Server.Features.Leaving;

/// <param name="BackupDays">How long this installation's backups are kept: after so many days no backup holds anything of a customer who has left.</param>
internal sealed record LeavingSettings(int BackupDays)
{
    private const int Most = 3_650;

    /// <exception cref="InvalidOperationException">The configuration is not right; the message says what.</exception>
    public static LeavingSettings From(IConfiguration configuration)
    {
        var days = configuration.GetValue("Cloison:BackupDays", defaultValue: 30);
        return days is >= 0 and <= Most ? new(days) : throw new InvalidOperationException($"Cloison:BackupDays must be 0 to {Most}: for how many days backups are kept.");
    }
}
