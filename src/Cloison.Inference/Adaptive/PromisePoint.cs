namespace Cloison.Inference.Adaptive;

/// <summary>What became of a promised error on tasks whose gold was not used to calibrate.</summary>
/// <param name="GoldUsed">Gold tasks that calibrated, with all their answers.</param>
/// <param name="Stopped">The share of the other tasks that stopped; the rest would go to an expert.</param>
/// <param name="Error">The share of wrong labels among those that stopped, all draws together.</param>
/// <param name="Broken">The share of the draws of gold tasks with which the error was above the wanted one.</param>
/// <param name="AnswersPerTask">Over all tasks, those that calibrate among them.</param>
public sealed record PromisePoint(double WantedError, int GoldUsed, double Stopped, double Error, double Broken, double AnswersPerTask, bool IsRouted);
