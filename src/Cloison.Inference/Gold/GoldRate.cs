namespace Cloison.Inference.Gold;

/// <summary>How often a task is a gold one.</summary>
/// <param name="Usual">The share of a known person's tasks, 0 to 1.</param>
/// <param name="Newcomer">The share of the first <paramref name="NewcomerTasks"/>.</param>
/// <param name="Uncertain">The share while the interval of his skill is wider than <paramref name="UncertainWidth"/>.</param>
/// <param name="MaxInRow">Never more gold tasks one after the other.</param>
public sealed record GoldRate(double Usual = 0.05, double Newcomer = 0.2, int NewcomerTasks = 20, double Uncertain = 0.1, double UncertainWidth = 0.25, int MaxInRow = 1);
