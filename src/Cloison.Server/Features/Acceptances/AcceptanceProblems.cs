using Cloison.Domain;

namespace Cloison.Server.Features.Acceptances;

/// <summary>Every expected failure of acceptances.</summary>
internal static class AcceptanceProblems
{
    public static readonly Problem NothingFinished = new("acceptance.nothing_finished", 409, "There is no finished task to draw from.");
    public static readonly Problem Ended = new("acceptance.ended", 409, "This acceptance is certified or withdrawn: nothing is changed any more.");
    public static readonly Problem Undecided = new("acceptance.undecided", 409, "Not every drawn task is audited yet.");
    public static readonly Problem Withdrawn = new("acceptance.withdrawn", 409, "This acceptance was withdrawn: there is nothing to certify.");

    public static readonly Problem InWork = new(
        "acceptance.in_work", 409, "This task has no result at the moment.", "It was drawn with one, and is worked on again: audit it when it is finished.");

    public static readonly Problem ResultChanged = new("acceptance.result_changed", 409, "The result has changed since you looked at it.", "Look at the task again.");
    public static readonly Problem AuditedByAnother = new("acceptance.audited", 409, "Somebody else has audited this task.");
    public static readonly Problem CertificateTooLong = new("acceptance.certificate_too_long", 409, "The findings are too long for a certificate.", "It holds a megabyte. Shorten the notes.");

    public static Problem TooMuch(int sampleSize, int most) => new(
        "acceptance.sample_too_large", 409, "This asks for more tasks than anybody looks at.", $"It would take {sampleSize:N0} tasks; at most {most:N0} are drawn. Ask for a higher error rate or allow a higher risk.");

    public static Problem LotTooLarge(int most) => new("acceptance.lot_too_large", 409, "There are too many tasks to draw from.", $"At most {most:N0}. Take one batch after the other.");

    /// <param name="what">What he has done with it, such as <c>answered</c>.</param>
    public static Problem OwnWork(string what) => new("acceptance.own_work", 403, "Nobody audits what he has worked on himself.", $"You have {what} this task. Somebody else has to look at it.");
}
