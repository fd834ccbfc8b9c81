using Cloison.Inference.Categorical.Confusions;
using Cloison.Inference.Votes;

namespace Cloison.Inference.Categorical.Results;

/// <summary>What a categorical method says about every task and every annotator. Immutable by agreement: nobody writes into its arrays.</summary>
public sealed class CategoricalResult
{
    internal CategoricalResult(string method, VoteTable votes, double[] posteriors)
    {
        Method = method;
        Votes = votes;
        Posteriors = posteriors;
        Labels = LabelChoice.Of(votes, posteriors);
        Annotators = AnnotatorSkills.Of(votes, posteriors);
    }

    /// <summary>Id of the method in <see cref="CategoricalMethods"/>.</summary>
    public string Method { get; }

    /// <summary>What the result is about.</summary>
    public VoteTable Votes { get; }

    /// <summary>Probability of each label for each task: task <c>t</c> has <c>[t * ClassCount .. (t + 1) * ClassCount)</c>, which add up to 1. A task without votes has the prior.</summary>
    public double[] Posteriors { get; }

    /// <summary>The label of each task; <see cref="LabelChoice"/> states how ties are broken. A task without votes has the label that is most probable beforehand.</summary>
    public int[] Labels { get; }

    /// <summary>Skill of each annotator with its interval.</summary>
    public AnnotatorSkills Annotators { get; }

    /// <summary>How many rounds were made; 0 for a method without rounds.</summary>
    public int Iterations { get; init; }

    /// <summary>
    /// What the method maximises, after each round: log likelihood of the votes (natural), or a lower bound of it, or what the method's file says. Empty for methods that maximise nothing.
    /// </summary>
    public IReadOnlyList<double> BoundHistory { get; init; } = [];

    /// <summary>Whether the rounds ended because nothing changed any more, not because there were enough of them.</summary>
    public bool Converged { get; init; } = true;

    /// <summary>What each annotator answers to tasks of each class, where the method models that.</summary>
    public ConfusionTable? Confusion { get; init; }

    /// <summary>How hard each task is (0 = anybody can, larger is harder), where the method models that.</summary>
    public double[]? Difficulty { get; init; }

    /// <summary>For a method that chose among others or joined them: what it did and why, for people.</summary>
    public string? Explanation { get; init; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => Votes.ClassCount;

    /// <summary>The probabilities of one task's labels.</summary>
    public ReadOnlySpan<double> Of(int task) => Posteriors.AsSpan(task * ClassCount, ClassCount);

    /// <summary>Probability of the label that was chosen.</summary>
    public double Confidence(int task) => ClassCount == 0 ? 0 : Posteriors[(task * ClassCount) + Labels[task]];
}
