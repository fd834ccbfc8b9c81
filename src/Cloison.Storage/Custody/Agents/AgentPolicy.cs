namespace Cloison.Storage.Custody.Agents;

/// <summary>When, for what and for whom a key agent gives the root. The file <c>policy.json</c>, read anew for each request.</summary>
/// <param name="Hours">Absent: always.</param>
/// <param name="TimeZone">An IANA name, such as <c>Europe/Paris</c>.</param>
/// <param name="Reasons">Words such as <c>label</c>, <c>review</c>, <c>export</c>, <c>background</c>; absent: any.</param>
/// <param name="People">Pseudonyms of the access log; absent: anybody. A request that nobody stands behind then needs the reason <c>background</c> in <paramref name="Reasons"/>.</param>
/// <param name="NotPeople">Pseudonyms that get nothing.</param>
/// <param name="MostPerHour">Releases.</param>
internal sealed record AgentPolicy(
    IReadOnlyList<AgentHours>? Hours = null, string TimeZone = "UTC", IReadOnlyList<string>? Reasons = null, IReadOnlyList<string>? People = null,
    IReadOnlyList<string>? NotPeople = null, int MostPerHour = 120)
{
    /// <returns>A word of <see cref="AgentRefusals"/>, or null.</returns>
    /// <param name="givenInLastHour">Releases.</param>
    public string? Refusal(DateTimeOffset now, string? reason, string? actor, int givenInLastHour)
    {
        if (Hours is not null && !Hours.Any(h => h.Holds(TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)))))
            return AgentRefusals.Hours;
        if (Reasons is not null && (reason is null || !Reasons.Contains(reason, StringComparer.Ordinal)))
            return AgentRefusals.Reason;
        if (actor is null ? People is not null && Reasons?.Contains("background", StringComparer.Ordinal) != true : People?.Contains(actor, StringComparer.Ordinal) == false)
            return AgentRefusals.Person;
        if (actor is not null && NotPeople?.Contains(actor, StringComparer.Ordinal) == true)
            return AgentRefusals.Person;
        return givenInLastHour >= MostPerHour ? AgentRefusals.Rate : null;
    }
}

/// <param name="Days">Absent: every day.</param>
/// <param name="To">Not included; a time before <paramref name="From"/> is of the next morning, and counts to the day that the hours began.</param>
internal sealed record AgentHours(TimeOnly From, TimeOnly To, IReadOnlyList<DayOfWeek>? Days = null)
{
    public bool Holds(DateTimeOffset local)
    {
        var time = TimeOnly.FromTimeSpan(local.TimeOfDay);
        if (From <= To)
            return time >= From && time < To && IsDay(local.DayOfWeek);
        return (time >= From && IsDay(local.DayOfWeek)) || (time < To && IsDay(local.AddDays(-1).DayOfWeek));
    }

    private bool IsDay(DayOfWeek day) => Days?.Contains(day) ?? true;
}
