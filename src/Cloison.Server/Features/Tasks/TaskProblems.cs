using Cloison.Domain;

namespace Cloison.Server.Features.Tasks;

/// <summary>Every expected failure of working on tasks.</summary>
internal static class TaskProblems
{
    public static readonly Problem NothingToDo = new("task.none", 404, "No task is waiting for you.");
    public static readonly Problem NothingToReview = new("review.none", 404, "No annotation is waiting for your review.");
    public static readonly Problem Paused = new("project.paused", 409, "This project is paused.");
    public static readonly Problem Archived = new("project.archived", 409, "This project is archived.");
    public static readonly Problem LeaseLost = new("task.lease_lost", 409, "The task is no longer yours.", "Its time ran out, or it was released. What you submit is still kept.");
    public static readonly Problem HashMismatch = new("annotation.hash_mismatch", 400, "The content did not arrive as it was sent.", "Its SHA-256 is not the one given. Please send it again.");
    public static readonly Problem ReviewSettled = new("review.settled", 409, "Somebody else has already judged this annotation.");
    public static readonly Problem DraftOutdated = new("draft.outdated", 409, "A newer draft is stored.");

    public static Problem TooManyHeld(int most) => new("task.too_many_held", 409, "You hold enough tasks already.", $"At most {most} at once in a project: finish or release one.");

    /// <summary>The same code: a client that holds work ahead waits for its answers to arrive, and asks again.</summary>
    public static readonly Problem LastQuestionsHeld = new("task.too_many_held", 409, "You hold the last questions of the exam.", "Answer them first.");

    public static Problem IdTaken(string what) => new("annotation.id_taken", 409, "This id was used for something else.", $"An {what} with this id and other content is stored.");
}
