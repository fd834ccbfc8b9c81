using Cloison.Inference.Votes;

namespace Cloison.Cli.Answers;

/// <summary>How a file of answers is read.</summary>
internal sealed record AnswerOptions
{
    public static readonly AnswerOptions Default = new();

    /// <summary>The right answers: without annotators, the last of each task. Of an export, those marked as gold.</summary>
    public static readonly AnswerOptions Gold = new() { IsGold = true, Repeated = RepeatedVotes.KeepLast, RepeatedLabels = RepeatedVotes.KeepLast };

    public bool IsGold { get; private init; }

    /// <summary>Which of an annotator's several answers to a task counts.</summary>
    public RepeatedVotes Repeated { get; init; } = RepeatedVotes.KeepFirst;

    /// <summary>The same for labels, which may also all count.</summary>
    public RepeatedVotes RepeatedLabels { get; init; } = RepeatedVotes.KeepFirst;

    /// <summary>Of an export that asks for several things: the field, or <see cref="ExportAnswers.Regions"/>. Null where there is one.</summary>
    public string? Part { get; init; }
}
