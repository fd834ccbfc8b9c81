using Cloison.Domain.Annotations;

namespace Cloison.Cli.Answers.Aggregation;

/// <summary>Which method takes the spans of a file.</summary>
internal static class SpanMethods
{
    // Of the confusions that the sequence model keeps: 2 GB.
    private const double MaxCells = 1 << 28;

    /// <exception cref="InvalidDataException">The method cannot take these spans; with the reason.</exception>
    public static AggregatedAnswers Fit(AnswerFile.Spans file, string method)
    {
        if (method == "regions")
            return Regions(file);
        // What tags cannot say, regions can.
        if (WhyNoTags(file) is { } reason)
            return method == AggregationMethods.Auto ? Regions(file, $"{reason}: grouped as regions.") : throw new InvalidDataException($"{reason}; --method regions takes them.");
        if (method == "vote")
            return new SpanVoteAggregation(file) { Method = method };
        var isSequence = method == "hmm";
        if (isSequence && file.Table.Tasks.FirstOrDefault(t => file.Sources.LengthOf(t) is null) is { } unknown)
            throw new InvalidDataException($"The spans of {unknown} come without their text or its length; --method ds needs neither.");
        var tags = 2.0 * SpanAggregation.ClassesOf(file).Length + 1;
        if (tags * tags * (isSequence ? tags + 1 : 1) * file.Table.AnnotatorNames.Count > MaxCells)
        {
            const string TooMany = "There are too many classes and annotators for a model of everybody's confusions";
            return method == AggregationMethods.Auto ? Regions(file, $"{TooMany}: grouped as regions.") : throw new InvalidDataException($"{TooMany}; --method vote or regions takes them.");
        }

        return new SpanAggregation(file, isSequence) { Method = isSequence ? method : "ds" };
    }

    private static RegionAggregation Regions(AnswerFile.Spans file, string? note = null)
    {
        // Spans have no points.
        var regions = new RegionAggregation(file.Table, pointReachPx: 1) { Method = "regions" };
        if (note is not null)
            regions.Notes.Add(note);
        return regions;
    }

    private static string? WhyNoTags(AnswerFile.Spans file)
    {
        for (var t = 0; t < file.Table.Tasks.Count; t++)
        {
            string? input = null;
            foreach (var answer in file.Table.AnswersTo(t))
            {
                var end = 0;
                foreach (var span in answer.Select(r => (Span)r.Shape).OrderBy(s => s.Start))
                {
                    if (span.Start < end)
                        return $"Somebody's spans of {file.Table.Tasks[t]} overlap";
                    if (span.Input != (input ??= span.Input))
                        return $"The spans of {file.Table.Tasks[t]} are of several texts";
                    end = span.End;
                }
            }
        }

        return null;
    }
}
