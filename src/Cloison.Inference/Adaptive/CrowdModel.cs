using Cloison.Inference.Votes;

namespace Cloison.Inference.Adaptive;

/// <summary>
/// What a refit in the background leaves behind for deciding about single tasks: how frequent the labels are, what each person does, and how far
/// the model's own certainty can be trusted.
/// </summary>
/// <param name="ClassCounts">Pseudo-counts of the labels' shares, K. Not to be changed.</param>
/// <param name="Newcomer">The table of a person of whom nothing is known.</param>
public sealed record CrowdModel(
    int Labels, double[] ClassCounts, PersonConfusion Newcomer, IReadOnlyDictionary<string, PersonConfusion> People, StopCalibration Calibration)
{
    /// <summary>A project before its first answer.</summary>
    public static CrowdModel Empty(int labels, AnchorOptions? options = null)
    {
        var classes = new double[labels];
        Array.Fill(classes, 1.0);
        return new CrowdModel(
            labels, classes, new PersonConfusion(labels, AnchoredModel.Anchor(labels, options ?? AnchorOptions.Default), 0),
            new Dictionary<string, PersonConfusion>(StringComparer.Ordinal), StopCalibration.WithoutGold);
    }

    /// <summary>Fits all votes. Milliseconds a thousand votes; for the background.</summary>
    /// <param name="gold">The known label of each task of <paramref name="votes"/>, -1 where there is none; or empty.</param>
    /// <param name="seed">Of the orders in which the gold tasks' answers are played again to calibrate.</param>
    public static CrowdModel Learn(VoteTable votes, ReadOnlySpan<int> gold, ulong seed, int minAnswers = 2, AnchorOptions? options = null)
    {
        var counted = new bool[votes.Count];
        Array.Fill(counted, true);
        var fit = AnchoredModel.Fit(votes.TaskStarts, votes.Annotators, votes.Labels, counted, votes.AnnotatorNames.Count, votes.LabelNames.Count, gold, options ?? AnchorOptions.Default);
        var calibration = GoldReplay.Calibrate(votes, counted, gold, fit, minAnswers, seed);

        var answers = new int[votes.AnnotatorNames.Count];
        foreach (var person in votes.Annotators)
        {
            answers[person]++;
        }

        var k = fit.Labels;
        var people = new Dictionary<string, PersonConfusion>(StringComparer.Ordinal);
        for (var w = 0; w < answers.Length; w++)
        {
            people[votes.AnnotatorNames[w]] = new PersonConfusion(k, fit.Counts.AsSpan(w * k * k, k * k).ToArray(), answers[w]);
        }

        return new CrowdModel(k, fit.ClassCounts, new PersonConfusion(k, fit.Prior, 0), people, calibration);
    }

    public PersonConfusion Of(string person) => People.GetValueOrDefault(person, Newcomer);

    /// <summary>The belief about a task that nobody has answered.</summary>
    public TaskBelief Begin() => new(LogShares(ClassCounts), new int[Labels], 0);

    /// <summary>The belief about a task after these answers.</summary>
    public TaskBelief Believe(IEnumerable<(string Person, int Label)> answers)
    {
        var belief = Begin();
        foreach (var (person, label) in answers)
        {
            belief = belief.After(label, Of(person));
        }

        return belief;
    }

    internal static double[] LogShares(ReadOnlySpan<double> classCounts)
    {
        var logs = new double[classCounts.Length];
        double sum = 0;
        foreach (var c in classCounts)
        {
            sum += c;
        }

        for (var j = 0; j < logs.Length; j++)
        {
            logs[j] = Math.Log(classCounts[j] / sum);
        }

        return logs;
    }
}
