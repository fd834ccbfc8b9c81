using System.Text.Json;
using Cloison.Cli.Answers.Aggregation;
using Cloison.Inference.Categorical.Calibration;
using Cloison.Inference.Categorical.Results;

namespace Cloison.Cli;

/// <summary>What <c>cloison aggregate</c> says about its result beside the labels.</summary>
/// <param name="Measured">Against the gold that nothing was fitted on; null without gold.</param>
/// <param name="MeasuredOnAll">Against all gold; null without gold.</param>
internal sealed record AggregateReport(CalibrationMetrics? Measured, CalibrationMetrics? MeasuredOnAll, int FittedOn, IReadOnlyList<string> Notes)
{
    public static AggregateReport Of(CategoricalResult result, GoldLabels? gold, int[]? fitted)
    {
        var notes = new List<string>();
        if (!result.Converged)
            notes.Add($"The rounds ended before nothing changed any more ({result.Iterations}).");
        if (gold is null)
            return new(null, null, 0, notes);
        if (gold.Unanswered > 0)
            notes.Add($"{gold.Unanswered} gold labels are of tasks without votes and count for nothing.");
        if (gold.Unseen > 0)
            notes.Add($"{gold.Unseen} gold labels are none that anybody voted for: those tasks count as wrong.");
        var rest = gold.Labels.Select((label, t) => fitted is null || fitted[t] < 0 ? label : -1).ToArray();
        var all = CalibrationMetrics.Of(result.Posteriors, result.ClassCount, gold.Labels);
        if (all.Tasks == 0)
        {
            notes.Add("No gold label is of a task with votes: nothing can be measured.");
            return new(null, null, 0, notes);
        }

        var measured = CalibrationMetrics.Of(result.Posteriors, result.ClassCount, rest);
        if (measured.Tasks == 0)
            notes.Add("All gold was used to calibrate: the figures are of the same tasks.");
        return new(measured.Tasks == 0 ? all : measured, all, all.Tasks - measured.Tasks, notes);
    }

    public void Write(TextWriter to, CategoricalResult result) => AggregationWriter.WriteReport(to, json =>
    {
        json.WriteString("method", result.Method);
        json.WriteString("explanation", result.Explanation ?? "");
        json.WriteNumber("votes", result.Votes.Count);
        json.WriteNumber("tasks", result.Votes.TaskCount);
        json.WriteNumber("annotators", result.Votes.AnnotatorCount);
        json.WriteNumber("classes", result.ClassCount);
        json.WriteNumber("iterations", result.Iterations);
        json.WriteBoolean("converged", result.Converged);
        if (Measured is not null && MeasuredOnAll is not null)
        {
            json.WriteStartObject("gold");
            json.WriteNumber("fittedOn", FittedOn);
            WriteMetrics(json, "measured", Measured);
            WriteMetrics(json, "measuredOnAll", MeasuredOnAll);
            json.WriteEndObject();
        }

        AggregationWriter.WriteNotes(json, Notes);
        json.WriteStartArray("annotatorSkills");
        for (var a = 0; a < result.Votes.AnnotatorCount; a++)
        {
            json.WriteStartObject();
            json.WriteString("annotator", result.Votes.AnnotatorNames[a]);
            json.WriteNumber("votes", result.Annotators.VoteCounts[a]);
            json.WriteFigure("skill", result.Annotators.Skill[a]);
            json.WriteFigure("low", result.Annotators.Low[a]);
            json.WriteFigure("high", result.Annotators.High[a]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("labels");
        for (var t = 0; t < result.Votes.TaskCount; t++)
        {
            json.WriteStartObject();
            WriteLabel(json, result, t);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>The members of one task's line.</summary>
    public static void WriteLabel(Utf8JsonWriter json, CategoricalResult result, int task)
    {
        json.WriteString("task", result.Votes.Tasks[task]);
        json.WriteString("label", result.Votes.LabelNames[result.Labels[task]]);
        json.WriteFigure("confidence", result.Confidence(task));
    }

    private static void WriteMetrics(Utf8JsonWriter json, string name, CalibrationMetrics metrics)
    {
        json.WriteStartObject(name);
        json.WriteNumber("tasks", metrics.Tasks);
        json.WriteFigure("accuracy", metrics.Accuracy);
        json.WriteFigure("logLoss", metrics.LogLoss);
        json.WriteFigure("calibrationError", metrics.CalibrationError);
        json.WriteEndObject();
    }
}
