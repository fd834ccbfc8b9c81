using Cloison.Inference.Votes;

namespace Cloison.Inference.Answers;

/// <summary>Categorical votes as answers.</summary>
public static class CategoricalAnswers
{
    /// <summary>The label of each vote as a number, that is its place in the ordinal order of the labels' names.</summary>
    public static AnswerTable<int> Of(VoteTable votes) =>
        new(votes.TaskStarts.ToArray(), votes.Annotators.ToArray(), votes.Labels.ToArray(), votes.Tasks, votes.AnnotatorNames);
}
