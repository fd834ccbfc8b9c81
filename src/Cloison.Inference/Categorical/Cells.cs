using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical;

/// <summary>Room for a probability per task and class.</summary>
internal static class Cells
{
    public static double[] New(VoteTable votes)
    {
        var cells = (long)votes.TaskCount * votes.ClassCount;
        return cells <= Array.MaxLength
            ? new double[cells]
            : throw new CategoricalException(
                $"{votes.TaskCount:N0} tasks times {votes.ClassCount:N0} classes are more probabilities than an array holds; are the labels free text?");
    }
}
