using Cloison.Domain;

namespace Cloison.Server.Features.Quality;

/// <summary>Every expected failure of quality.</summary>
internal static class QualityProblems
{
    public static readonly Problem NoAnswer = new("gold.no_answer", 409, "This task has no right answer yet.", "Give one with the request, import gold labels, or take the result of a finished task.");
    public static readonly Problem InWork = new("gold.in_work", 409, "Somebody works on this task.", "Make it gold when nobody holds it.");
    public static readonly Problem NotGold = new("gold.not_gold", 404, "This is no gold task.");
    public static readonly Problem Paused = new("work.paused_for_you", 403, "Your work on this project is paused.", "Your page on this project says why, and lets you answer.");
    public static readonly Problem Settled = new("notice.settled", 409, "This is settled already.");
    public static readonly Problem NotUnclear = new("task.not_unclear", 409, "This task does not wait for a decision.");
}
