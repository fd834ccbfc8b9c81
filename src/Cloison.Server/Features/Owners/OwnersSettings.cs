namespace Cloison.Server.Features.Owners;

/// <param name="NoticeDays">So many days lie between an announced change of the ownership register and its effect: time for customers to leave.</param>
internal sealed record OwnersSettings(int NoticeDays)
{
    /// <summary>Time for two administrators to meet, and to take everything along.</summary>
    private const int Least = 7;

    private const int Most = 365;

    /// <exception cref="InvalidOperationException">The configuration is not right; the message says what.</exception>
    public static OwnersSettings From(IConfiguration configuration)
    {
        var days = configuration.GetValue("Cloison:OwnerNoticeDays", defaultValue: 30);
        return days is >= Least and <= Most
            ? new(days)
            : throw new InvalidOperationException($"Cloison:OwnerNoticeDays must be {Least} to {Most}: how many days before it takes effect customers know of a change of ownership.");
    }
}
