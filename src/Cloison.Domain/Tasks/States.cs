namespace Cloison.Domain.Tasks;

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    /// <summary>Wants more answers.</summary>
    Open,

    /// <summary>Has its answers; at least one waits for a reviewer or for its author's rework.</summary>
    Review,

    /// <summary>Has as many accepted answers as its overlap, and a result.</summary>
    Done,

    /// <summary>Taken out of the queue by a lead.</summary>
    Cancelled,

    /// <summary>Its right answer is known: mixed unseen into people's work, or given as training. Never in the queue, never exported as a result.</summary>
    Gold,
}

/// <summary>Where an annotation stands.</summary>
public enum AnnotationState
{
    /// <summary>Waits for a reviewer of its review level.</summary>
    InReview,

    /// <summary>Counts towards the task's overlap and result.</summary>
    Accepted,

    /// <summary>Sent back; its author makes a new one.</summary>
    Rejected,

    /// <summary>Replaced by a reviewer's fix or by its author's rework; kept.</summary>
    Superseded,

    /// <summary>Came after its lease had ended and the task was full; kept, never dropped, not part of the result.</summary>
    Surplus,
}

public enum AnnotationSource
{
    Person,
    Model,
    Import,
    Consensus,
}

public enum LeasePurpose
{
    /// <summary>First answers.</summary>
    Label,

    /// <summary>A verdict on somebody's annotation.</summary>
    Review,

    /// <summary>The author works again on a rejected annotation.</summary>
    Rework,
}

public enum Verdict
{
    Accept,
    Reject,

    /// <summary>The reviewer's own version replaces the annotation; both are kept.</summary>
    Fix,
}

public enum ProjectState
{
    Active,
    Paused,
    Archived,
}
