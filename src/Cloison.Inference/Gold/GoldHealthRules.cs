namespace Cloison.Inference.Gold;

/// <summary>When a gold task is given no more.</summary>
/// <param name="MaxExposure">After so many people it is retired in any case.</param>
/// <param name="FalseAlarm">The chance that each of the two tests for a leak retires a sound task, whenever they are looked at.</param>
/// <param name="FastShare">The share of ordinary answers that are called fast.</param>
/// <param name="MinReports">So many people who say that it is known retire it.</param>
/// <param name="PriorWrong">The chance that a gold label is wrong before anybody answered.</param>
/// <param name="WrongFrom">It is held back as probably wrong from this chance on.</param>
/// <param name="TrustedFrom">Only people who are right so often count for that.</param>
/// <param name="Labels">Number of answers that are possible, about; 2 or more.</param>
public sealed record GoldHealthRules(
    int MaxExposure = 200, double FalseAlarm = 0.01, double FastShare = 0.05, int MinReports = 2,
    double PriorWrong = 0.02, double WrongFrom = 0.9, double TrustedFrom = 0.7, int Labels = 2);
